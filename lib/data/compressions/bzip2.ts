import { Bits } from "./_bits.ts";
import { bzip2Block } from "./_bzip2_block.ts";
import type { Compression } from "./compression.ts";
import { damaged, type Problem } from "./_damaged.ts";
import { compressedChunks } from "./stored_chunks.ts";

const HEADER = 0x425a68, ZERO = 48, LEVEL = 100_000;
const BLOCK = 0x314159265359, END = 0x177245385090;
/** More bytes than any block is compressed to: 900,000 codes of 20 bits each. */
const LONGEST = 2_400_000;

/**
 * bzip2, also several streams in a row, as pbzip2 writes it. Own code: the libraries for it take a whole file at once, or
 * take twice as long and cannot tell a file that ends early from a defect of their own.
 */
export const bzip2: Compression = {
  name: "bzip2",
  endings: ["bz2"],
  recognize: (start) => /^BZh[1-9]/.test(start) && "1\x17".includes(start.charAt(4)),
  async *decompress(path, options) {
    let bytes = 0;
    const problem = (what?: string) => damaged(path, "bzip2", what, bytes);
    for await (const chunk of streams(compressedChunks(path, options), problem)) {
      bytes += chunk.length;
      yield chunk;
    }
  },
};

async function* streams(
  chunks: AsyncGenerator<Uint8Array>,
  problem: Problem,
): AsyncGenerator<Uint8Array, void, void> {
  const bits = new Bits(problem);
  /** Whether there is anything left, after reading on for the whole of the next block. */
  const fill = async () => {
    while (bits.left < LONGEST) {
      const { done, value } = await chunks.next();
      if (done) break;
      bits.add(value);
    }
    return bits.left > 0;
  };
  while (await fill()) {
    if (bits.take(24) !== HEADER) throw problem("something else follows");
    const level = bits.take(8) - ZERO;
    if (level < 1 || level > 9) throw problem("something else follows");
    const work = new Uint32Array(LEVEL * level);
    let checksum = 0;
    for (let magic = await nextMagic(); magic !== END; magic = await nextMagic()) {
      if (magic !== BLOCK) throw problem("a block that does not begin as one");
      const block: number = yield* bzip2Block(bits, work, problem);
      checksum = (block ^ ((checksum << 1) | (checksum >>> 31))) >>> 0;
    }
    const expected = ((bits.take(16) << 16) | bits.take(16)) >>> 0;
    if (checksum !== expected) throw problem("its checksum is wrong");
    bits.align();
  }
  async function nextMagic() {
    await fill();
    return bits.take(24) * 2 ** 24 + bits.take(24);
  }
}
