import assert from "node:assert/strict";
import { type Anova, functionalAnova } from "../../lib/numbers/functional_anova.ts";
import { shareIntervals } from "../../lib/numbers/share_intervals.ts";
import { varianceShares } from "../../lib/numbers/variance_shares.ts";
import { noise } from "../analysis/_sweeps.ts";

/** Latent sizes × learning rates × optimizers. */
const SIZES = [6, 5, 3], CELLS = 90, REPLICATES = 200;
/** Standard deviation of what a seed does to each level of optimizer and learning rate; that of a single run is 0.1. */
const SHARED = { independent: 0, weak: 0.05, strong: 0.15 };
/** The sizes of the optimizers', rates' and latent sizes' effects, and of what rates do with one optimizer. */
const EFFECTS = { large: [0.3, 0.25, 0.15, 0.2], small: [0.06, 0.05, 0.03, 0.02] };

const at = (n: number, levels: number) => 2 * n / (levels - 1) - 1;

function truth([a, b, c, d]: readonly number[]): Float64Array {
  return Float64Array.from({ length: CELLS }, (_, cell) => {
    const last = Number(cell % 3 === 2), rate = at(Math.floor(cell / 3) % 5, 5);
    const size = at(Math.floor(cell / 15), 6);
    return a! * last + b! * rate * rate - c! * size + d! * rate * last;
  });
}

/** A table with a seed's split, its effects on levels and noise of each run. */
function drawn(surface: Float64Array, seeds: number, shared: number, seed: number): Anova {
  const run = noise(seed, CELLS * seeds, 0.1), split = noise(seed + 1, seeds, 0.3);
  const optimizers = noise(seed + 2, 3 * seeds, shared), rates = noise(seed + 3, 5 * seeds, shared);
  const values = Float64Array.from({ length: CELLS * seeds }, (_, i) => {
    const cell = Math.floor(i / seeds), s = i % seeds;
    return surface[cell]! + run[i]! + split[s]! + optimizers[cell % 3 * seeds + s]! +
      rates[Math.floor(cell / 3) % 5 * seeds + s]!;
  });
  return functionalAnova({ sizes: SIZES, seeds, values });
}

/** wᵀ·products·w. */
function quadratic(products: Float64Array, weights: readonly number[]): number {
  return weights.reduce(
    (sum, w, r) =>
      sum + w * weights.reduce((row, v, s) => row + v * products[r * weights.length + s]!, 0),
    0,
  );
}

/** The residual mean square of cells × seeds, pooled over cells. */
function pooled({ seeds, cells, terms }: Anova, weights: readonly number[]): number {
  const within = terms.reduce((sum, { products }) => {
    const own = weights.reduce((own, w, r) => own + w * products[r * seeds + r]!, 0);
    return sum + own - quadratic(products, weights);
  }, 0);
  return Math.max(0, seeds / (seeds - 1) * cells / (cells - 1) * within);
}

/** Totals as they were estimated before: a pooled mean square taken off by degrees of freedom, in a resample twice. */
function totalsBefore(anova: Anova, weights?: readonly number[]): number[] {
  const { seeds, cells, terms, axes } = anova, even = Array(seeds).fill(1 / seeds);
  const square = pooled(anova, even) + (weights ? pooled(anova, weights) : 0);
  const freed = terms.map(({ products, degreesOfFreedom }) =>
    quadratic(products, weights ?? even) - degreesOfFreedom / cells * square / seeds
  );
  const whole = freed.reduce((sum, v) => sum + v);
  return Array.from(
    { length: axes },
    (_, axis) =>
      freed.reduce((sum, v, t) => sum + (terms[t]!.axes.includes(axis) ? v : 0), 0) / whole,
  );
}

/** Their intervals of three seeds before: Student's around the mean of all 27 resamples, with the bootstrap's error. */
function intervalsBefore(anova: Anova): [low: number, high: number][] {
  const draws = [0, 1, 2].flatMap((a) => [0, 1, 2].flatMap((b) => [0, 1, 2].map((c) => [a, b, c])));
  const values = draws.map((draw) =>
    totalsBefore(anova, [0, 1, 2].map((seed) => draw.filter((d) => d === seed).length / 3))
  );
  return [0, 1, 2].map((axis) => {
    const own = values.map((value) => value[axis]!), centre = own.reduce((a, b) => a + b) / 27;
    const spread = Math.sqrt(own.reduce((sum, v) => sum + (v - centre) ** 2, 0) / 27);
    const half = 4.302652729911275 * Math.sqrt(3 / 2) * spread;
    return [centre - half, centre + half];
  });
}

const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const middle = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

interface Kept {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** How often intervals hold what is true, their middle width and the estimates' mean error. */
function judge(kept: readonly Kept[], exact: number) {
  return {
    coverage: average(kept.map(({ low, high }) => Number(low <= exact && exact <= high))),
    width: middle(kept.map(({ low, high }) => high - low)),
    bias: average(kept.map(({ estimate }) => estimate - exact)),
  };
}

/** Three main effects, then three totals; and the totals as before. Tables without a share (nothing but noise) are counted. */
function simulate(effects: readonly number[], shared: number, seeds: number) {
  const surface = truth(effects);
  const exact = varianceShares(functionalAnova({ sizes: SIZES, seeds: 1, values: surface }));
  const expected = [...exact.shares.slice(0, 3), ...exact.totals];
  const now: Kept[][] = expected.map(() => []), before: Kept[][] = [[], [], []];
  let undefinedShares = 0;
  for (let i = 0; i < REPLICATES; i++) {
    const anova = drawn(surface, seeds, shared, 1000 * seeds + 4 * i);
    const { shares, totals } = shareIntervals(anova), estimates = totalsBefore(anova);
    const intervals = seeds === 3 ? intervalsBefore(anova) : null;
    estimates.forEach((estimate, axis) => {
      const [low, high] = intervals?.[axis] ?? [NaN, NaN];
      before[axis]!.push({ estimate, low, high });
    });
    undefinedShares += Number(Number.isNaN(totals[0]!.value));
    [...shares.slice(0, 3), ...totals].forEach(({ interval, value }, k) => {
      if (!Number.isNaN(value)) now[k]!.push({ estimate: value, ...interval! });
    });
  }
  return {
    now: now.map((kept, k) => judge(kept, expected[k]!)),
    before: before.map((kept, axis) => judge(kept, exact.totals[axis]!)),
    undefinedShares,
  };
}

const column = (found: readonly ReturnType<typeof judge>[], name: "coverage" | "width" | "bias") =>
  percent(found.map((judged) => judged[name]));
const percent = (values: readonly number[]) => values.map((v) => (100 * v).toFixed(1)).join(" ");

for (const [size, effects] of Object.entries(EFFECTS)) {
  for (const [kind, shared] of Object.entries(SHARED)) {
    Deno.test(`shareIntervals() cover main effects and totals of ${size} effects with ${kind} noise`, () => {
      for (const seeds of [3, 5, 10]) {
        const { now, before, undefinedShares } = simulate(effects, shared, seeds);
        const totals = now.slice(3), main = now.slice(0, 3);
        console.log(
          `${size} effects, ${kind} noise, ${seeds} seeds: totals covered ${
            column(totals, "coverage")
          } %, middle width ` +
            `${column(totals, "width")}, bias ${column(totals, "bias")}; main effects covered ` +
            `${
              column(main, "coverage")
            } %; no share in ${undefinedShares} of ${REPLICATES}; as before: bias ` +
            column(before, "bias") +
            (seeds === 3
              ? `, covered ${column(before, "coverage")} %, width ${column(before, "width")}`
              : ""),
        );
        const covered = now.map(({ coverage }) => coverage);
        // 200 replicates at 95 % have a standard error of 1.5 %.
        assert.ok(Math.min(...covered) >= 0.9, `${seeds} seeds: ${percent(covered)}`);
      }
    });
  }
}

Deno.test("a mean square pooled over cells is a fraction of what seeds do to the levels of an axis", () => {
  // Per learning rate 18 cells: 0.1² + 18 · 0.15² is expected of seed × learning rate, where everything pooled is some 0.05.
  const ratios = Array.from({ length: 100 }, (_, i) => {
    const { seeds, terms, cells } = drawn(truth(EFFECTS.large), 5, SHARED.strong, 7000 + 4 * i);
    const squares = terms.map(({ products }) => {
      const own = products.reduce((sum, p, k) => sum + (k % (seeds + 1) === 0 ? p : 0), 0);
      return cells * (own - products.reduce((sum, p) => sum + p) / seeds);
    });
    const freedom = terms.map((term) => term.degreesOfFreedom * (seeds - 1));
    const all = squares.reduce((a, b) => a + b) / freedom.reduce((a, b) => a + b);
    const rates = terms.findIndex(({ axes }) => axes.join() === "1");
    return squares[rates]! / freedom[rates]! / all;
  });
  const ratio = middle(ratios);
  console.log(`seed × learning rate mean square: ${ratio.toFixed(1)} times the pooled one`);
  assert.ok(ratio > 5 && ratio < 11, String(ratio));
});
