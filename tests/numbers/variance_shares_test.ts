import assert from "node:assert/strict";
import text from "../fixtures/seed_pairs.json" with { type: "text" };
import { functionalAnova } from "../../lib/numbers/functional_anova.ts";
import { shareIntervals } from "../../lib/numbers/share_intervals.ts";
import { varianceShares } from "../../lib/numbers/variance_shares.ts";
import { assertClose } from "./_reference.ts";
import { noise } from "../analysis/_sweeps.ts";

interface Reference {
  name: string;
  sizes: number[];
  seeds: number;
  values: number[];
  variance: number[];
  corrected: number[];
  /** Of effects, then totals; null where not defined. */
  shares: (number | null)[];
  standard_errors: (number | null)[] | null;
  /** Student's 97.5 % quantile. */
  student: number | null;
  /** The whole variance and its standard error. */
  whole: [number, number | null];
}

/** What make_seed_pairs.py wrote; imported, because reading it would take a permission. */
const REFERENCES: Reference[] = JSON.parse(text);
const numbers = (values: readonly (number | null)[]) => values.map((value) => value ?? NaN);

function decompose({ sizes, seeds, values }: Reference) {
  return functionalAnova({ sizes, seeds, values: Float64Array.from(values) });
}

/** NaN where NaN is expected, else close. */
function assertNumbers(actual: ArrayLike<number>, expected: readonly (number | null)[]): void {
  const known = expected.map((value) => value !== null);
  assert.deepEqual(Array.from(actual, (value) => !Number.isNaN(value)), known);
  const pick = (values: ArrayLike<number>) => Array.from(values).filter((_, i) => known[i]);
  assertClose(pick(actual), pick(numbers(expected)), 1e-10);
}

Deno.test("varianceShares() agree with NumPy, which multiplies the effects of every pair of seeds", () => {
  for (const reference of REFERENCES) {
    const found = varianceShares(decompose(reference));
    assertClose(found.variance, reference.variance, 1e-10);
    assertClose(found.corrected, reference.corrected, 1e-10);
    assertNumbers([...found.shares, ...found.totals], reference.shares);
    assert.equal(found.noise === null, reference.seeds === 1, reference.name);
    if (found.noise) {
      const parts = found.variance.map((value, t) => value - reference.corrected[t]!);
      assertClose(found.noise, parts, 1e-10);
    }
  }
});

Deno.test("shareIntervals() agree with NumPy's jackknife by pseudo-values", () => {
  let widened = 0;
  for (const reference of REFERENCES) {
    const { shares, totals } = shareIntervals(decompose(reference)), all = [...shares, ...totals];
    assertNumbers(all.map(({ value }) => value), reference.shares);
    const [whole, error] = reference.whole, t = reference.student ?? NaN;
    const told = error === null || whole - t * error > 0;
    all.forEach(({ value, standardError, interval }, i) => {
      const expected = reference.standard_errors?.[i] ?? null;
      assert.equal(standardError === null, expected === null);
      if (expected !== null) assertClose([standardError!], [expected], 1e-10);
      if (reference.seeds < 3 || Number.isNaN(value)) return assert.equal(interval, null);
      // The quantile of Student's t is good to 1e-9.
      const half = (expected ?? NaN) * t, { low, high } = interval!;
      if (told) return assertClose([low, high], [value - half, value + half], 1e-8);
      widened++;
      const [from, to] = expected === null ? [0, 1] : [value - half, value + half];
      assertClose([low, high], [Math.min(0, from), Math.max(1, to)], 1e-8);
    });
  }
  assert.ok(widened > 0, "one table has a variance that is not told from 0");
});

Deno.test("varianceShares() of a 2 × 2 table with two seeds is what a hand computes", () => {
  // Seed 0: effects of rows ±3, of columns ±2, of both 2; seed 1: ±3, ±2 and 0.
  const values = [0, 2, 4, 10].flatMap((m, i) => [m + [1, -1, -1, 1][i]!, m - [1, -1, -1, 1][i]!]);
  const anova = functionalAnova({ sizes: [2, 2], seeds: 2, values: Float64Array.from(values) });
  const { variance, noise, corrected, shares, totals } = varianceShares(anova);
  assert.deepEqual([...variance], [9, 4, 1]);
  assertClose(noise!, [0, 0, 1], 1e-14);
  assertClose(corrected, [9, 4, 0], 1e-14);
  assertClose(shares, [9 / 13, 4 / 13, 0], 1e-14);
  assertClose(totals, [9 / 13, 4 / 13], 1e-14);
});

Deno.test("varianceShares() of some seeds are those of a table of these seeds", () => {
  const values = Float64Array.from(noise(9, 60)).map((value, i) => value + Math.floor(i / 20));
  const anova = functionalAnova({ sizes: [3, 4], seeds: 5, values });
  for (const kept of [[0, 2, 3], [1, 4], [3]]) {
    const part = values.filter((_, i) => kept.includes(i % 5));
    const alone = functionalAnova({ sizes: [3, 4], seeds: kept.length, values: part });
    const { corrected, noise, shares } = varianceShares(anova, kept);
    const expected = varianceShares(alone);
    assertClose(corrected, expected.corrected, 1e-12);
    assertClose(shares, expected.shares, 1e-12);
    assert.equal(noise === null, kept.length === 1);
  }
  assert.throws(() => varianceShares(anova, []), /seeds \[\] of 5/);
  assert.throws(() => varianceShares(anova, [5]), /seeds \[5\] of 5/);
});

Deno.test("varianceShares() do not take a harder split, which all cells share, for noise", () => {
  const draws = noise(10, 36);
  const shares = (shift: number) => {
    const values = draws.map((draw, i) => Math.floor(i / 9) + draw + shift * (i % 3));
    return varianceShares(
      functionalAnova({ sizes: [4, 3], seeds: 3, values: Float64Array.from(values) }),
    );
  };
  const without = shares(0), shifted = shares(50);
  assertClose(shifted.corrected, without.corrected, 1e-10);
  assertClose(shifted.noise!, without.noise!, 1e-10);
});

Deno.test("varianceShares() of a single cell are of nothing", () => {
  const anova = functionalAnova({ sizes: [1], seeds: 2, values: Float64Array.of(1, 3) });
  const { shares, noise } = varianceShares(anova);
  assert.deepEqual([[...shares], [...noise!]], [[NaN], [0]]);
});

Deno.test("varianceShares() with one seed subtract nothing", () => {
  const anova = functionalAnova({ sizes: [2], seeds: 1, values: Float64Array.of(0, 2) });
  const { corrected, shares, noise } = varianceShares(anova);
  assert.deepEqual([corrected[0], shares[0], noise], [1, 1, null]);
});

Deno.test("varianceShares() are not defined where nothing varies, rounding aside", () => {
  const values = new Float64Array(12).fill(0.1);
  const anova = functionalAnova({ sizes: [2, 3], seeds: 2, values });
  assert.ok(varianceShares(anova).shares.every(Number.isNaN));
  assert.ok(shareIntervals(anova).totals.every(({ interval }) => interval === null));
});
