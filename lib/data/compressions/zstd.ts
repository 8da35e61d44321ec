import { createZstdDecompress } from "node:zlib";
import type { Compression } from "./compression.ts";
import { damaged } from "./_damaged.ts";
import { compressedChunks } from "./stored_chunks.ts";
import { through } from "./_through.ts";
import { framesOf } from "./_zstd_frames.ts";

/** Zstandard, also several frames in a row, as pzstd writes it. */
export const zstd: Compression = {
  name: "zstd",
  endings: ["zst", "zstd"],
  recognize: (start) =>
    start.startsWith("\x28\xb5\x2f\xfd") ||
    (/^[P-_]/.test(start) && start.startsWith("\x2a\x4d\x18", 1)), // one that may be skipped
  async *decompress(path, options) {
    let bytes = 0;
    const problem = (what?: string) => damaged(path, "zstd", what, bytes);
    // Deno's stream says nothing about frames that end early and ignores what follows the first: each gets its own.
    for await (const frame of framesOf(compressedChunks(path, options), problem)) {
      try {
        for await (const chunk of through(frame, createZstdDecompress(options))) {
          bytes += chunk.length;
          yield chunk;
        }
      } catch (error) {
        const what = /^Zstd decompress error: (.*)/.exec((error as Error).message)?.[1];
        throw what === undefined ? error : problem(what);
      }
    }
  },
};
