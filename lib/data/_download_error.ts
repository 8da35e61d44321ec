/** A download that no further attempt will finish: the reason alone; `download` tells what to do. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
}
