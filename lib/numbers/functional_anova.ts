/**
 * Exact functional analysis of variance of a full factorial grid.
 *
 * f(x) = Σ_U f_U(x_U) over the subsets U of the axes, each f_U centred along every axis of U (Hooker 2007; Hutter et al.
 * 2014 use it for hyper-parameters). On a complete grid the f_U come from cell means, without a surrogate model.
 *
 * @module
 */

/** A complete grid of numbers: row-major over the axes, the seeds last. */
export interface FactorialTable {
  /** Levels per axis. */
  readonly sizes: readonly number[];
  /** Values per cell. */
  readonly seeds: number;
  /** Π sizes × seeds finite numbers. */
  readonly values: Float64Array;
}

/** One subset of the axes. */
export interface AnovaTerm {
  /** Positions of the axes, ascending; empty for the grand mean. */
  readonly axes: readonly number[];
  readonly degreesOfFreedom: number;
  /** Mean over the grid of f_U(seed r) · f_U(seed s), seeds × seeds: V_U for seed weights w is wᵀ·products·w. */
  readonly products: Float64Array;
}

/** A decomposed table; see {@linkcode varianceShares} for what it says. */
export interface Anova {
  readonly cells: number;
  readonly seeds: number;
  readonly axes: number;
  /** Every non-empty subset of the axes: main effects first, then pairs, and so on. */
  readonly terms: readonly AnovaTerm[];
  /** Mean over the grid of value(seed r) · value(seed s). */
  readonly products: Float64Array;
}

/** Averages a row-major outer × size × inner array over its middle axis. */
export function averageAxis(values: Float64Array, size: number, inner: number): Float64Array {
  const outer = values.length / (size * inner), mean = new Float64Array(outer * inner);
  for (let o = 0; o < outer; o++) {
    for (let level = 0; level < size; level++) {
      const from = (o * size + level) * inner;
      for (let i = 0; i < inner; i++) mean[o * inner + i]! += values[from + i]!;
    }
  }
  return mean.map((sum) => sum / size);
}

/** What is left of an outer × size × inner array when its average over the middle axis is taken away. */
export function centreAxis(
  values: Float64Array,
  mean: Float64Array,
  { size, inner }: { size: number; inner: number },
): Float64Array {
  const centred = new Float64Array(values.length);
  for (let row = 0, from = 0; from < values.length; row++, from += inner) {
    const mid = Math.floor(row / size) * inner;
    for (let i = 0; i < inner; i++) centred[from + i] = values[from + i]! - mean[mid + i]!;
  }
  return centred;
}

/** The mean over the rows of value(seed r) · value(seed s), seeds × seeds, of a table whose seeds come last. */
export function seedProducts(values: Float64Array, seeds: number): Float64Array {
  const products = new Float64Array(seeds * seeds), rows = values.length / seeds;
  for (let row = 0; row < rows; row++) {
    for (let r = 0; r < seeds; r++) {
      const left = values[row * seeds + r]!;
      for (let s = 0; s <= r; s++) products[r * seeds + s]! += left * values[row * seeds + s]!;
    }
  }
  for (let r = 0; r < seeds; r++) {
    for (let s = 0; s <= r; s++) {
      products[s * seeds + r] = products[r * seeds + s]! / rows;
      products[r * seeds + s] = products[s * seeds + r]!;
    }
  }
  return products;
}

/** Each axis is either averaged away or centred: 2^axes leaves, reached through shared intermediate tables. */
function* leaves(table: FactorialTable): Generator<{ axes: number[]; values: Float64Array }> {
  function* walk(values: Float64Array, axes: number[], axis: number): ReturnType<typeof leaves> {
    const size = table.sizes[axis];
    if (size === undefined) return yield { axes, values };
    const inner = table.sizes.slice(axis + 1).reduce((product, n) => product * n, table.seeds);
    const mean = averageAxis(values, size, inner);
    yield* walk(mean, axes, axis + 1);
    yield* walk(centreAxis(values, mean, { size, inner }), [...axes, axis], axis + 1);
  }
  yield* walk(table.values, [], 0);
}

/**
 * Decomposes a complete table into all subsets of its axes.
 *
 * Costs about Π(sizes + 1) × seeds operations per axis and 8 bytes for each value of a few intermediate tables.
 *
 * @throws {RangeError} If the number of values does not fit the sizes, or one is not finite.
 *
 * @example An additive 2 × 2 table has no interaction
 * ```ts
 * import { functionalAnova } from "./functional_anova.ts";
 * const table = { sizes: [2, 2], seeds: 1, values: Float64Array.of(0, 1, 2, 3) };
 * const variances = functionalAnova(table).terms.map((term) => term.products[0]);
 * if (variances.join() !== "1,0.25,0") throw new Error("wrong decomposition");
 * ```
 */
export function functionalAnova(table: FactorialTable): Anova {
  const cells = table.sizes.reduce((product, size) => product * size, 1), { seeds } = table;
  if (cells * seeds !== table.values.length || seeds < 1 || !table.values.every(Number.isFinite)) {
    throw new RangeError(
      `Cannot decompose ${table.values.length} values of a ${table.sizes.join(" × ")} table ` +
        `with ${seeds} seeds: it needs ${cells * seeds} finite ones`,
    );
  }
  const terms: AnovaTerm[] = [], products = new Float64Array(seeds * seeds);
  for (const { axes, values } of leaves(table)) {
    const degreesOfFreedom = axes.reduce((product, axis) => product * (table.sizes[axis]! - 1), 1);
    const term = { axes, degreesOfFreedom, products: seedProducts(values, seeds) };
    if (axes.length > 0) terms.push(term);
    // The terms are orthogonal, so their products add up to the whole table's.
    term.products.forEach((product, i) => products[i]! += product);
  }
  terms.sort((a, b) => a.axes.length - b.axes.length || compare(a.axes, b.axes));
  return { cells, seeds, axes: table.sizes.length, terms, products };
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((axis, i) => axis - b[i]!).find((difference) => difference !== 0) ?? 0;
}
