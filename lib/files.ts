import { NewFile } from "./files/new_file.ts";

/**
 * Writes a file completely or not at all, as {@linkcode NewFile} does.
 *
 * @param path Where to; its folder has to be there.
 * @param content Text is written as UTF-8.
 * @throws {StorageError} If there is no room or no access; what else the system says as it is. The file is then as it
 * was.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  using file = new NewFile(path);
  file.write(typeof content === "string" ? new TextEncoder().encode(content) : content);
  file.keep();
}

/**
 * Reads, or returns a fallback where there is no such file or folder.
 *
 * @throws Whatever else the system says, such as that it may not be read.
 */
export function unlessMissing<Found, Other>(read: () => Found, otherwise: Other): Found | Other {
  try {
    return read();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return otherwise;
    throw error;
  }
}

/**
 * Why a path cannot be read from its beginning as often as needed, as the end of a message: a pipe gives its bytes once, a
 * device may never end, and opening either may wait for ever.
 *
 * @returns undefined for files and folders, and where there is nothing of that name, which reading it tells.
 * @throws Whatever else the system says, such as that it may not be looked at.
 *
 * @example
 * ```ts
 * import { streamProblem } from "./files.ts";
 * if (streamProblem("deno.json") !== undefined) throw new Error("it is a file");
 * ```
 */
export function streamProblem(path: string): string | undefined {
  const info = unlessMissing(() => Deno.statSync(path), undefined);
  if (!info || info.isFile || info.isDirectory) return undefined;
  return info.isFifo
    ? "it is a pipe, which can be read only once; give the file itself (compressed ones are read as they are), " +
      "or write what comes out of the pipe into one"
    : "it is a device or a socket, which may never end; give a file";
}
