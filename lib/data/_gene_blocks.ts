import { createHash } from "node:crypto";
import type { RowReceiver } from "./_expression_rows.ts";

/** Rows that are turned over together, so that both ways through memory stay in the cache. */
const BLOCK = 64;

/** Collects a table gene by gene, and turns it over to samples × genes once it is complete. */
export class GeneBlocks implements RowReceiver {
  samples: readonly string[] = [];
  readonly genes: string[] = [];
  /** Missing cells of each sample. */
  missing = new Int32Array(0);
  readonly #blocks: Float32Array<ArrayBuffer>[] = [];

  header(samples: readonly string[]): void {
    this.samples = samples;
    this.missing = new Int32Array(samples.length);
  }

  row(gene: string, values: Float32Array, missing: number): void {
    const at = this.genes.length % BLOCK;
    if (at === 0) this.#blocks.push(new Float32Array(BLOCK * values.length));
    this.#blocks.at(-1)!.set(values, at * values.length);
    if (missing > 0) values.forEach((value, i) => value !== value && this.missing[i]!++);
    this.genes.push(gene);
  }

  /** Whether two samples have the same value of every gene (both missing is the same). */
  haveSameValues(a: number, b: number): boolean {
    const width = this.samples.length;
    return this.#blocks.every((block) => {
      for (let row = 0; row < block.length; row += width) {
        if (!Object.is(block[row + a], block[row + b])) return false;
      }
      return true;
    });
  }

  /** The kept sample columns as rows, and the matrix hash; gives up its own values on the way. */
  turn(kept: readonly number[]): { samples: string[]; values: Float32Array; hash: string } {
    const { genes } = this, width = this.samples.length;
    const values = new Float32Array(genes.length * kept.length), hash = createHash("sha256");
    for (let first = 0; first < genes.length; first += BLOCK) {
      const block = this.#blocks.shift()!, rows = Math.min(BLOCK, genes.length - first);
      for (let sample = 0; sample < kept.length; sample++) {
        const to = sample * genes.length + first, column = kept[sample]!;
        for (let row = 0; row < rows; row++) values[to + row] = block[row * width + column]!;
      }
      hash.update(
        new Uint8Array(keepColumns(block, width, kept).buffer, 0, 4 * rows * kept.length),
      );
    }
    const samples = kept.map((column) => this.samples[column]!);
    return { samples, values, hash: hash.update(JSON.stringify({ samples, genes })).digest("hex") };
  }
}

/** Moves the kept columns together in place: each value only ever moves towards the front. */
function keepColumns(block: Float32Array<ArrayBuffer>, width: number, kept: readonly number[]) {
  if (kept.length === width) return block;
  for (let row = 0, to = 0; row < block.length; row += width) {
    for (const column of kept) block[to++] = block[row + column]!;
  }
  return block;
}
