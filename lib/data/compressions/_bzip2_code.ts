import type { Bits } from "./_bits.ts";

/** Bits of the longest code, and of those that are looked up at once. */
const LONGEST = 20, FAST = 10;

/** A prefix code of one of a block's tables, which gives the next symbol. */
export class Bzip2Code {
  /** By the first ten bits: symbol and length of the code, or 0 where it is longer. */
  readonly #fast = new Uint16Array(1 << FAST);
  /** Symbols in the order of their codes; by length, the first code, the one after the last, and its symbol's place. */
  readonly #symbols: number[] = [];
  readonly #first = new Uint32Array(LONGEST + 1);
  readonly #end = new Uint32Array(LONGEST + 1);
  readonly #place = new Uint32Array(LONGEST + 1);

  /** @param lengths Bits of each symbol's code, 1 to 20. */
  constructor(lengths: Uint8Array) {
    let code = 0;
    for (let length = 1; length <= LONGEST; length++, code *= 2) {
      this.#first[length] = code;
      this.#place[length] = this.#symbols.length;
      for (let symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] !== length) continue;
        const from = code << (FAST - length);
        if (length <= FAST) {
          this.#fast.fill((symbol << 5) | length, from, from + (1 << (FAST - length)));
        }
        this.#symbols.push(symbol);
        code++;
      }
      this.#end[length] = code;
    }
  }

  /** The next symbol; undefined where no code begins so. */
  next(bits: Bits): number | undefined {
    const fast = this.#fast[bits.peek(FAST)]!;
    if (fast > 0) {
      bits.skip(fast & 31);
      return fast >> 5;
    }
    for (let length = FAST + 1; length <= LONGEST; length++) {
      const code = bits.peek(length);
      if (code >= this.#end[length]!) continue;
      bits.skip(length);
      return this.#symbols[this.#place[length]! + code - this.#first[length]!];
    }
  }
}
