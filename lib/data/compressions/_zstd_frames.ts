import { Buffer } from "node:buffer";
import type { Problem } from "./_damaged.ts";

const FRAME = 0xfd2fb528, SKIPPABLE = 0x184d2a50;
const ONE_BYTE_REPEATED = 1, RESERVED = 3;

/**
 * Cuts a Zstandard file into its frames (RFC 8878, 3.1), without those that hold no text; each comes in parts, which
 * have to be read to the end before the next.
 *
 * @throws {InputError} If a frame does not begin as one, or does not end.
 */
export async function* framesOf(
  chunks: AsyncIterable<Uint8Array>,
  problem: Problem,
): AsyncGenerator<AsyncIterable<Uint8Array>, void, void> {
  const file = new Reader(chunks, problem);
  while (!await file.isAtEnd()) {
    const start = await file.read(4), magic = start.readUInt32LE();
    if (magic === FRAME) yield frame(file, start, problem);
    else if ((magic & 0xfffffff0) === SKIPPABLE) {
      for (let left = (await file.read(4)).readUInt32LE(); left > 0;) {
        left -= (await file.read(Math.min(left, 2 ** 16))).length;
      }
    } else throw problem("something else follows");
  }
}

async function* frame(file: Reader, start: Buffer, problem: Problem) {
  const descriptor = await file.read(1), [flags = 0] = descriptor;
  const isSingle = (flags & 0x20) !== 0, hasChecksum = (flags & 0x04) !== 0;
  const window = isSingle ? 0 : 1, dictionary = [0, 1, 2, 4][flags & 3]!;
  const size = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6]!;
  yield Buffer.concat([start, descriptor, await file.read(window + dictionary + size)]);
  for (let isLast = false; !isLast;) {
    const header = await file.read(3), bits = header.readUIntLE(0, 3), type = (bits >> 1) & 3;
    if (type === RESERVED) throw problem("a block of no known type");
    isLast = (bits & 1) === 1;
    yield header;
    yield await file.read(type === ONE_BYTE_REPEATED ? 1 : bits >> 3);
  }
  if (hasChecksum) yield await file.read(4);
}

/** Gives out chunks in pieces of any length. */
class Reader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #problem: Problem;
  #held = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Uint8Array>, problem: Problem) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#problem = problem;
  }

  async isAtEnd(): Promise<boolean> {
    return this.#held.length === 0 && !await this.#more();
  }

  /** The next bytes. @throws {InputError} If there are fewer. */
  async read(length: number): Promise<Buffer> {
    while (this.#held.length < length) if (!await this.#more()) throw this.#problem();
    const bytes = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return bytes;
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done) return false;
    this.#held = Buffer.concat([this.#held, value]);
    return true;
  }
}
