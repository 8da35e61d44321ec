import { squaredDeviations } from "./squared_deviations.ts";
import { mean } from "./mean.ts";
import { permutation, PURPOSE, stream } from "../random.ts";

/** Which level of each axis each cell has; any set of cells. */
export interface Design {
  /** Per axis, one code per cell, from 0. */
  readonly codes: readonly ArrayLike<number>[];
  /** Levels per axis; those that no cell has do no harm. */
  readonly sizes: readonly number[];
}

/** What one axis explains beyond the main effects of all others. */
export interface MainEffect {
  /** Its sum of squares over that of the responses around their mean; NaN where these are all alike. */
  readonly share: number;
  readonly degreesOfFreedom: number;
  /** Mean of `share` over permutations: what it would be without any effect. */
  readonly chance: number;
  /** Share of permutations, the responses' own order among them, that explain as much; 1 where nothing can be explained. */
  readonly pValue: number;
}

/** The intercept, then a column per axis and level: where each axis begins. */
function offsets({ sizes }: Design): number[] {
  return sizes.reduce((starts, size) => [...starts, starts.at(-1)! + size], [1]);
}

/** Xᵀy, of the responses in another order where one is given. */
function project(
  { codes }: Design,
  starts: readonly number[],
  y: Float64Array,
  order?: Int32Array,
): Float64Array {
  const sums = new Float64Array(starts.at(-1)!);
  for (let i = 0; i < y.length; i++) {
    const value = y[order ? order[i]! : i]!;
    sums[0]! += value;
    for (let axis = 0; axis < codes.length; axis++) {
      sums[starts[axis]! + codes[axis]![i]!]! += value;
    }
  }
  return sums;
}

/** XᵀX, from counts. */
function crossProducts(design: Design, starts: readonly number[], cells: number): Float64Array {
  const width = starts.at(-1)!, products = new Float64Array(width * width);
  for (let i = 0; i < cells; i++) {
    const own = [0, ...design.codes.map((codes, axis) => starts[axis]! + codes[i]!)];
    for (const a of own) for (const b of own) products[a * width + b]! += 1;
  }
  return products;
}

/** A generalized inverse of the rows and columns that are kept, by sweeping; what depends on earlier columns is left out. */
function generalizedInverse(products: Float64Array, width: number, kept: readonly number[]) {
  const swept = products.slice(), used: number[] = [];
  for (const k of kept) {
    const pivot = swept[k * width + k]!;
    if (pivot <= 1e-9 * products[k * width + k]! || pivot <= 0) continue;
    used.push(k);
    // Gauss–Jordan: the pivot's row and column, then all others.
    const row = kept.map((j) => swept[k * width + j]! / pivot);
    for (const i of kept) {
      const factor = swept[i * width + k]!;
      if (i === k || factor === 0) continue;
      for (let b = 0; b < row.length; b++) swept[i * width + kept[b]!]! -= factor * row[b]!;
      swept[i * width + k] = -factor / pivot;
    }
    for (let b = 0; b < row.length; b++) swept[k * width + kept[b]!] = row[b]!;
    swept[k * width + k] = 1 / pivot;
  }
  return { inverse: swept, used };
}

/** A least-squares fit of the columns of some axes: what it explains, and what it leaves of responses. */
function fitOf(design: Design, products: Float64Array, columns: (axis: number) => boolean) {
  const starts = offsets(design), width = starts.at(-1)!;
  const kept = [
    0,
    ...design.sizes.flatMap((size, axis) =>
      columns(axis) ? Array.from({ length: size }, (_, level) => starts[axis]! + level) : []
    ),
  ];
  const { inverse, used } = generalizedInverse(products, width, kept);
  const coefficients = (sums: Float64Array) => {
    const found = new Float64Array(width);
    for (const i of used) for (const j of used) found[i]! += inverse[i * width + j]! * sums[j]!;
    return found;
  };
  return {
    rank: used.length,
    explained: (sums: Float64Array) =>
      coefficients(sums).reduce((sum, b, i) => sum + b * sums[i]!, 0),
    residuals: (y: Float64Array) => {
      const b = coefficients(project(design, starts, y));
      return y.map((value, i) =>
        value - b[0]! -
        design.codes.reduce((sum, codes, axis) => sum + b[starts[axis]! + codes[i]!]!, 0)
      );
    },
  };
}

/**
 * What each axis explains in any set of cells, also where most combinations are missing: its sum of squares beyond the main
 * effects of all other axes (type II, Yates 1934), over the whole sum of squares.
 *
 * A share is above 0 without any effect: with few cells an axis of many levels explains much by chance. `chance` and `pValue` come
 * from permuting what the other axes leave over (Freedman & Lane 1983, J. Bus. Econ. Stat. 1:292), which keeps their effects where
 * they are.
 *
 * @param permutations How many; 0 leaves `chance` and `pValue` NaN.
 * @returns One entry per axis.
 *
 * @example Two axes of which one explains everything
 * ```ts
 * import { mainEffects } from "./main_effects.ts";
 * const design = { codes: [[0, 0, 1, 1], [0, 1, 0, 1]], sizes: [2, 2] };
 * const [first, second] = mainEffects(design, Float64Array.of(0, 0, 1, 1));
 * if (Math.abs(first!.share - 1) > 1e-12 || second!.share > 1e-12) throw new Error("wrong shares");
 * ```
 */
export function mainEffects(
  design: Design,
  responses: Float64Array,
  { permutations = 0, seed = 0 }: { permutations?: number; seed?: number } = {},
): MainEffect[] {
  const cells = responses.length, starts = offsets(design), centre = mean(responses);
  const y = responses.map((value) => value - centre), whole = squaredDeviations(y);
  const varies = whole > 1e-24 * cells * Math.max(1, centre * centre);
  const products = crossProducts(design, starts, cells), sums = project(design, starts, y);
  const full = fitOf(design, products, () => true);
  const orders = Array.from(
    { length: permutations },
    (_, i) => permutation([seed, stream(PURPOSE.resampling, 1000 + i)], cells),
  );
  return design.sizes.map((_, axis): MainEffect => {
    const rest = fitOf(design, products, (other) => other !== axis);
    const more = (of: Float64Array) => Math.max(0, full.explained(of) - rest.explained(of));
    const degreesOfFreedom = full.rank - rest.rank, squares = more(sums);
    if (!varies || degreesOfFreedom === 0) {
      const share = varies ? 0 : NaN;
      return { share, degreesOfFreedom, chance: varies ? 0 : NaN, pValue: 1 };
    }
    // Of what the others leave, not of all: permuted, a part of it would be theirs by chance, which makes plain squares too
    // small (16 instead of 5 % significant in the simulations of the tests).
    const left = rest.residuals(y), remaining = squaredDeviations(left, 0);
    let chance = 0, reached = 1;
    for (const order of orders) {
      const dealt = project(design, starts, left, order);
      const others = rest.explained(dealt), part = more(dealt) / (remaining - others);
      chance += part * remaining / whole / permutations;
      reached += Number(part >= squares / remaining * (1 - 1e-9));
    }
    const known = permutations > 0;
    return {
      share: squares / whole,
      degreesOfFreedom,
      chance: known ? chance : NaN,
      pValue: known ? reached / (permutations + 1) : NaN,
    };
  });
}
