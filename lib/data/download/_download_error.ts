/** A download that no further attempt will finish: only the reason; `download` says what to do. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
}
