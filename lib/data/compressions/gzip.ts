import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import type { Compression } from "./compression.ts";
import { damaged } from "./_damaged.ts";

/** gzip, also several members in a row, as bgzip writes it. */
export const gzip: Compression = {
  name: "gzip",
  recognize: (start) => start.startsWith("\x1f\x8b"),
  async *decompress(path, { chunkSize, onRead }) {
    const file = createReadStream(path, { highWaterMark: chunkSize });
    const text = file.pipe(createGunzip({ chunkSize }));
    file.on("error", (error) => text.destroy(error));
    let bytes = 0;
    try {
      for await (const chunk of text) {
        bytes += chunk.length;
        yield chunk;
        onRead(file.bytesRead);
      }
    } catch (error) {
      const { code = "", message } = error as Error & { code?: string };
      if (!code.startsWith("Z_")) throw error;
      const what = code === "Z_BUF_ERROR" ? "ends early" : `is damaged (${message})`;
      throw damaged(path, "gzip", what, bytes);
    } finally {
      file.destroy();
    }
  },
};
