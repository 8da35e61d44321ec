import { createGunzip } from "node:zlib";
import type { Compression } from "./compression.ts";
import { damaged } from "./_damaged.ts";
import { compressedChunks } from "./stored_chunks.ts";
import { through } from "./_through.ts";

/** gzip, also several members in a row, as bgzip writes it. */
export const gzip: Compression = {
  name: "gzip",
  endings: ["gz", "bgz"],
  recognize: (start) => start.startsWith("\x1f\x8b"),
  async *decompress(path, options) {
    const { chunkSize } = options, chunks = compressedChunks(path, options);
    let bytes = 0;
    try {
      for await (const chunk of through(chunks, createGunzip({ chunkSize }))) {
        bytes += chunk.length;
        yield chunk;
      }
    } catch (error) {
      const { code = "", message } = error as Error & { code?: string };
      if (!code.startsWith("Z_")) throw error;
      throw damaged(path, "gzip", code === "Z_BUF_ERROR" ? undefined : message, bytes);
    }
  },
};
