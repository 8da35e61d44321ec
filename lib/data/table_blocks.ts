import { createHash, type Hash } from "node:crypto";
import { InputError } from "../errors.ts";
import { isAnnotation } from "./annotation_names.ts";
import { MemoryCount, type MemoryOptions } from "./memory.ts";
import type { Side, TableReceiver } from "./table.ts";

/** Lines that are turned over together, so that both ways through memory stay in the cache. */
const BLOCK = 64;

/** Turns a number into another one by its sample's position in the file. */
export type Transform = (value: number, sample: number) => number;

/**
 * Collects a table line by line, and gives it out as samples × genes once it is complete. Lines and columns that are
 * called as no gene and no sample is do not get in.
 */
export class TableBlocks implements TableReceiver {
  readonly ids: Record<Side, string[]> = { lines: [], across: [] };
  /** Ids that did not get in. */
  readonly leftOut: Record<Side, string[]> = { lines: [], across: [] };
  /** Missing numbers of each id. */
  readonly missing: Record<Side, number[]> = { lines: [], across: [] };
  smallest = Infinity;
  largest = -Infinity;
  readonly #path: string;
  readonly #blocks: Float32Array<ArrayBuffer>[] = [];
  /** Of each id that got in, its number among those that were handed on. */
  readonly #handedOn: Record<Side, number[]> = { lines: [], across: [] };
  #lines = 0;
  readonly #memory: MemoryCount;
  /** The numbers of a line that are kept; undefined where all are. */
  #kept: Float32Array | undefined;

  constructor(path: string, options: MemoryOptions = {}) {
    this.#path = path;
    this.#memory = new MemoryCount(`Cannot read ${path}`, options);
  }

  header(ids: readonly string[]): void {
    const kept = this.#handedOn.across;
    ids.forEach((id, at) => isAnnotation(id) ? this.leaveOut("across", id) : kept.push(at));
    this.ids.across = kept.map((at) => ids[at]!);
    this.ids.across.forEach((id) => this.#memory.addId(id));
    this.missing.across = kept.map(() => 0);
    this.#kept = kept.length < ids.length ? new Float32Array(kept.length) : undefined;
  }

  line(id: string, given: Float32Array, missing: number): void {
    const number = this.#lines++;
    if (isAnnotation(id)) return this.leaveOut("lines", id);
    const values = this.#withoutLeftOut(given), { lines } = this.ids, at = lines.length % BLOCK;
    this.#memory.addId(id);
    if (at === 0) {
      this.#memory.addNumbers(BLOCK * values.length);
      this.#blocks.push(allocate(this.#path, BLOCK, values.length));
    }
    this.#blocks.at(-1)!.set(values, at * values.length);
    let { smallest, largest } = this, count = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
      if (missing > 0 && value !== value) {
        this.missing.across[i]!++;
        count++;
      }
    }
    this.smallest = smallest;
    this.largest = largest;
    this.missing.lines.push(count);
    this.#handedOn.lines.push(number);
    lines.push(id);
  }

  leaveOut(side: Side, id: string): void {
    this.#memory.addId(id);
    this.leftOut[side].push(id);
  }

  /** The number of an id among those that the format handed on, by which it tells places. */
  handedOn(side: Side, at: number): number {
    return this.#handedOn[side][at]!;
  }

  #withoutLeftOut(values: Float32Array): Float32Array {
    const kept = this.#kept;
    if (!kept) return values;
    this.#handedOn.across.forEach((from, to) => kept[to] = values[from]!);
    return kept;
  }

  get(line: number, across: number): number {
    const block = this.#blocks[Math.floor(line / BLOCK)]!;
    return block[(line % BLOCK) * this.ids.across.length + across]!;
  }

  /** Whether all numbers are whole, as counts are. */
  get areWhole(): boolean {
    const { lines, across } = this.ids;
    return lines.every((_, line) =>
      across.every((_, at) => {
        const value = this.get(line, at);
        return value !== value || Number.isInteger(value);
      })
    );
  }

  /** Whether two ids of a side have the same numbers (both missing is the same). */
  haveSameValues(side: Side, a: number, b: number): boolean {
    const length = this.ids[side === "lines" ? "across" : "lines"].length;
    for (let i = 0; i < length; i++) {
      const [left, right] = side === "lines"
        ? [this.get(a, i), this.get(b, i)]
        : [this.get(i, a), this.get(i, b)];
      if (!Object.is(left, right)) return false;
    }
    return true;
  }

  /** The sum over each id of a side, in the order of the other side. */
  totals(side: Side): Float64Array {
    const totals = new Float64Array(this.ids[side].length), width = this.ids.across.length;
    this.ids.lines.forEach((_, line) => {
      for (let across = 0; across < width; across++) {
        const value = this.get(line, across);
        if (value === value) totals[side === "lines" ? line : across]! += value;
      }
    });
    return totals;
  }

  /**
   * The kept samples as rows of a matrix, and its hash; gives up its own numbers on the way.
   *
   * @param samples The side that they are on.
   * @param kept Their positions there.
   * @param genes Ids of the other side, as they are to be hashed.
   */
  take(samples: Side, kept: readonly number[], genes: readonly string[], transform?: Transform) {
    const values = allocate(this.#path, kept.length, genes.length), hash = createHash("sha256");
    if (samples === "across") this.#turn(values, kept, hash, transform);
    else this.#stack(values, kept, hash, transform);
    const ids = kept.map((at) => this.ids[samples][at]!);
    return {
      samples: ids,
      values,
      hash: hash.update(JSON.stringify({ samples: ids, genes })).digest("hex"),
    };
  }

  /** Lines are genes: each block becomes some columns of the matrix. */
  #turn(values: Float32Array, kept: readonly number[], hash: Hash, transform?: Transform): void {
    const genes = this.ids.lines.length, width = this.ids.across.length;
    for (let first = 0; first < genes; first += BLOCK) {
      const block = this.#blocks.shift()!, rows = Math.min(BLOCK, genes - first);
      if (transform) block.forEach((value, i) => block[i] = transform(value, i % width));
      for (let sample = 0; sample < kept.length; sample++) {
        const to = sample * genes + first, column = kept[sample]!;
        for (let row = 0; row < rows; row++) values[to + row] = block[row * width + column]!;
      }
      hash.update(
        new Uint8Array(keepColumns(block, width, kept).buffer, 0, 4 * rows * kept.length),
      );
    }
  }

  /** Lines are samples: they are rows of the matrix already, but its hash goes gene by gene. */
  #stack(values: Float32Array, kept: readonly number[], hash: Hash, transform?: Transform): void {
    const genes = this.ids.across.length, rowOf = new Map(kept.map((line, row) => [line, row]));
    for (let line = 0; line < this.ids.lines.length; line++) {
      if (line > 0 && line % BLOCK === 0) this.#blocks.shift();
      const row = rowOf.get(line);
      if (row === undefined) continue;
      const at = (line % BLOCK) * genes, from = this.#blocks[0]!.subarray(at, at + genes);
      if (transform) from.forEach((value, i) => from[i] = transform(value, line));
      values.set(from, row * genes);
    }
    hashByGenes(values, genes, hash);
  }
}

/** Updates a hash with a samples × genes matrix, gene by gene. */
export function hashByGenes(values: Float32Array, genes: number, hash: Hash): void {
  const samples = values.length / genes;
  for (let first = 0; first < genes; first += BLOCK) {
    const width = Math.min(BLOCK, genes - first), block = new Float32Array(width * samples);
    for (let sample = 0; sample < samples; sample++) {
      const row = sample * genes + first;
      for (let gene = 0; gene < width; gene++) block[gene * samples + sample] = values[row + gene]!;
    }
    hash.update(new Uint8Array(block.buffer));
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

function allocate(path: string, rows: number, columns: number): Float32Array<ArrayBuffer> {
  try {
    return new Float32Array(rows * columns);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const gigabytes = (4 * rows * columns / 1e9).toFixed(1);
    throw new InputError(
      `Cannot read ${path}: ${rows} × ${columns} numbers take ${gigabytes} GB, more than this machine has; ` +
        "give fewer samples or genes",
    );
  }
}
