import { Buffer } from "node:buffer";
import type { Problem } from "./_damaged.ts";

/** Reads bytes bit by bit, the highest bit of each first. */
export class Bits {
  readonly #problem: Problem;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #held = 0;
  /** Bits of `held` that have not been taken. */
  #count = 0;

  constructor(problem: Problem) {
    this.#problem = problem;
  }

  /** Bytes that are there to be taken. */
  get left(): number {
    return this.#bytes.length - this.#at + (this.#count >> 3);
  }

  /** Adds bytes behind those that are left. */
  add(bytes: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes.subarray(this.#at), bytes]);
    this.#at = 0;
  }

  /** Passes over what is left of a byte that has been begun. */
  align(): void {
    this.#count -= this.#count & 7;
  }

  /** The next bits, up to 24, as a number. @throws {InputError} If there are fewer. */
  take(count: number): number {
    const bits = this.peek(count);
    this.skip(count);
    return bits;
  }

  /** The same without taking them; zeros beyond the end. */
  peek(count: number): number {
    while (this.#count <= 24 && this.#at < this.#bytes.length) {
      this.#held = (this.#held << 8) | this.#bytes[this.#at++]!;
      this.#count += 8;
    }
    const missing = count - this.#count, mask = (1 << count) - 1;
    return (missing > 0 ? this.#held << missing : this.#held >>> -missing) & mask;
  }

  /** Takes bits that were looked at. @throws {InputError} If there are fewer. */
  skip(count: number): void {
    if (count > this.#count) throw this.#problem();
    this.#count -= count;
  }
}
