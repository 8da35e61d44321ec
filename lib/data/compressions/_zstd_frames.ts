import { Buffer } from "node:buffer";
import type { InputError } from "../../errors.ts";

/** One frame of a Zstandard file. */
export interface ZstdFrame {
  /** Bytes of the text in it, where it says that. */
  readonly size: number | undefined;
  /** The frame itself in parts, to be read to the end before the next frame. */
  readonly parts: AsyncIterable<Uint8Array>;
}

/** Makes the error about what is wrong; without a text: the file ends early. */
type Problem = (what?: string) => InputError;

const FRAME = 0xfd2fb528, SKIPPABLE = 0x184d2a50;
const ONE_BYTE_REPEATED = 1, RESERVED = 3;

/**
 * Cuts a Zstandard file into its frames (RFC 8878, 3.1), without those that hold no text.
 *
 * @throws {InputError} If a frame does not begin as one, or does not end.
 */
export async function* framesOf(
  chunks: AsyncIterable<Uint8Array>,
  problem: Problem,
): AsyncGenerator<ZstdFrame, void, void> {
  const file = new Reader(chunks, problem);
  while (!await file.isAtEnd()) {
    const start = await file.read(4), magic = start.readUInt32LE();
    if (magic === FRAME) yield await frameOf(file, start, problem);
    else if ((magic & 0xfffffff0) === SKIPPABLE) {
      for (let left = (await file.read(4)).readUInt32LE(); left > 0;) {
        left -= (await file.read(Math.min(left, 2 ** 16))).length;
      }
    } else throw problem("something else follows");
  }
}

async function frameOf(file: Reader, start: Buffer, problem: Problem): Promise<ZstdFrame> {
  const descriptor = await file.read(1), [flags = 0] = descriptor;
  const isSingle = (flags & 0x20) !== 0, hasChecksum = (flags & 0x04) !== 0;
  const window = isSingle ? 0 : 1, dictionary = [0, 1, 2, 4][flags & 3]!;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6]!;
  const rest = await file.read(window + dictionary + sizeBytes);
  const size = sizeOf(rest.subarray(window + dictionary));
  async function* parts() {
    yield Buffer.concat([start, descriptor, rest]);
    for (let isLast = false; !isLast;) {
      const header = await file.read(3), bits = header.readUIntLE(0, 3), type = (bits >> 1) & 3;
      if (type === RESERVED) throw problem("a block of no known type");
      isLast = (bits & 1) === 1;
      yield header;
      yield await file.read(type === ONE_BYTE_REPEATED ? 1 : bits >> 3);
    }
    if (hasChecksum) yield await file.read(4);
  }
  return { size, parts: parts() };
}

function sizeOf(bytes: Buffer): number | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes.length === 8) return Number(bytes.readBigUInt64LE());
  return bytes.readUIntLE(0, bytes.length) + (bytes.length === 2 ? 256 : 0);
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
