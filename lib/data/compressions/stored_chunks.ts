import { createReadStream } from "node:fs";
import { accessError } from "../../errors.ts";
import type { ReadingOptions } from "./compression.ts";

/** The bytes of a file in chunks, as they are stored. */
export async function* storedChunks(
  path: string,
  { chunkSize, onRead }: ReadingOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const file = createReadStream(path, { highWaterMark: chunkSize });
  try {
    for await (const chunk of file) {
      onRead(file.bytesRead);
      yield chunk;
    }
  } catch (error) {
    throw accessError(error, path) ?? error;
  }
}
