import { createReadStream } from "node:fs";
import { accessError } from "../../errors.ts";
import { ContentWatch } from "../content_watch.ts";
import type { ReadingOptions } from "./compression.ts";

/** Bytes of a compressed file that are read at once: few, so that what they expand to is known before it is all there. */
const COMPRESSED = 2 ** 16;

/** The bytes of a compressed file in small chunks. */
export function compressedChunks(
  path: string,
  options: ReadingOptions,
): AsyncGenerator<Uint8Array, void, void> {
  return storedChunks(path, { ...options, chunkSize: Math.min(COMPRESSED, options.chunkSize) });
}

/** The bytes of a file in chunks, as they are stored. */
export function storedChunks(
  path: string,
  options: ReadingOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const chunks = chunksOf(path, options);
  return ContentWatch.current?.hashing(path, chunks) ?? chunks;
}

async function* chunksOf(
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
