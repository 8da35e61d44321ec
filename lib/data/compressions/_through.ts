import { Readable, type Transform } from "node:stream";

/** What comes out of a stream that compressed chunks are written to; fails where either side does. */
export async function* through(
  stored: AsyncIterable<Uint8Array>,
  decompressor: Transform,
): AsyncGenerator<Uint8Array, void, void> {
  const source = Readable.from(stored, { objectMode: false });
  source.on("error", (error) => decompressor.destroy(error));
  try {
    yield* source.pipe(decompressor);
  } finally {
    source.destroy();
  }
}
