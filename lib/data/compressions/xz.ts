import { InputError } from "../../errors.ts";
import type { Compression } from "./compression.ts";
import { damaged } from "./_damaged.ts";
import { compressedChunks } from "./stored_chunks.ts";

/** Results of the library, xz-embedded. */
const NO_MEMORY = [3, 4], WRONG_KIND = 6, ENDS_EARLY = 8;

/** xz, also several streams in a row. The library is loaded when a file is read. */
export const xz: Compression = {
  name: "xz",
  endings: ["xz"],
  recognize: (start) => start.startsWith("\xfd7zXZ"),
  async *decompress(path, options) {
    const { default: library } = await import("xz-decompress");
    const chunks = ReadableStream.from(compressedChunks(path, options));
    let bytes = 0;
    try {
      for await (const chunk of new library.XzReadableStream(chunks)) {
        bytes += chunk.length;
        yield chunk;
      }
    } catch (error) {
      const result = /error code (\d+)/.exec((error as Error).message)?.[1];
      if (result === undefined) throw error;
      throw problem(path, Number(result), bytes);
    }
  },
};

function problem(path: string, result: number, bytes: number): InputError {
  const what = NO_MEMORY.includes(result)
    ? "its xz stream takes more memory than its reader has"
    : result === WRONG_KIND
    ? "its xz stream has a checksum or a filter for which there is no reader here"
    : undefined;
  if (what) return new InputError(`Cannot read ${path}: ${what}; decompress it with xz -d`);
  const isShort = result === ENDS_EARLY;
  return damaged(path, "xz", isShort ? undefined : "its checksum or structure is wrong", bytes);
}
