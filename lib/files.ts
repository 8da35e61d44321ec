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
