import assert from "node:assert/strict";
import { bcaInterval } from "../../lib/numbers/bca_interval.ts";
import { pairedBootstrap, type PairedErrors } from "../../lib/numbers/paired_bootstrap.ts";
import text from "../fixtures/paired_bootstrap.json" with { type: "text" };
import { assertClose } from "./_reference.ts";

/** What make_paired_bootstrap.py wrote, of one split and of two. */
const CASES = JSON.parse(text) as {
  units: PairedErrors[];
  estimate: number;
  acceleration: number;
  draws: number[];
  interval_of_draws: number[];
  ratio: number;
  interval: number[];
}[];

Deno.test("bcaInterval() of SciPy's draws is SciPy's interval", () => {
  for (const { draws, estimate, acceleration, interval_of_draws } of CASES) {
    const { low, high } = bcaInterval(draws, { estimate, acceleration });
    assertClose([low, high], interval_of_draws, 1e-8);
  }
});

Deno.test("bcaInterval() keeps finite bounds where all draws are alike or lie to one side", () => {
  assert.deepEqual(bcaInterval([2, 2, 2], { estimate: 2, acceleration: 0 }), { low: 2, high: 2 });
  assert.deepEqual(bcaInterval([1, 2, 3], { estimate: 4, acceleration: 0 }), { low: 1, high: 3 });
});

Deno.test("pairedBootstrap() agrees with SciPy, for one split and resampled within each of two", () => {
  for (const { units, ratio, interval } of CASES) {
    const found = pairedBootstrap(units, { resamples: 40_000 });
    assertClose([found.ratio], [ratio], 1e-12);
    // Draws of its own: a bound of 40,000 is known to about a hundredth of the width.
    const near = 0.02 * (interval[1]! - interval[0]!);
    assertClose([found.interval!.low, found.interval!.high], interval, near);
  }
});

Deno.test("pairedBootstrap() is the same for the same seed, another for another", () => {
  const { units } = CASES[0]!;
  const draw = (resamplingSeed: number) => pairedBootstrap(units, { resamplingSeed });
  assert.deepEqual(draw(3), draw(3));
  assert.notDeepEqual(draw(3), draw(4));
});

Deno.test("pairedBootstrap() sees what pairing leaves: the same errors differ by nothing", () => {
  const { numerator } = CASES[0]!.units[0]!;
  const same = pairedBootstrap([{ numerator, denominator: numerator }]);
  assert.deepEqual(same, { ratio: 1, interval: { low: 1, high: 1 } });
});

Deno.test("pairedBootstrap() has no interval of one sample, and refuses none or unequal ones", () => {
  assert.deepEqual(pairedBootstrap([{ numerator: [2], denominator: [1] }]), {
    ratio: 2,
    interval: null,
  });
  assert.throws(() => pairedBootstrap([]), RangeError);
  assert.throws(() => pairedBootstrap([{ numerator: [], denominator: [] }]), RangeError);
  assert.throws(() => pairedBootstrap([{ numerator: [1], denominator: [1, 2] }]), RangeError);
});
