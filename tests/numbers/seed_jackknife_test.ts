import assert from "node:assert/strict";
import { jackknife, jackknifeEach } from "../../lib/numbers/seed_jackknife.ts";
import { mean } from "../../lib/numbers/mean.ts";
import { studentInterval } from "../../lib/numbers/student_interval.ts";
import { assertClose } from "./_reference.ts";

const of = (values: readonly number[], kept: readonly number[]) => kept.map((i) => values[i]!);

Deno.test("jackknife() of a mean is Student's interval", () => {
  const values = [3, 1, 4, 1.5, 9];
  const { value, standardError, interval } = jackknife(5, (kept) => mean(of(values, kept)));
  const student = studentInterval(values)!;
  assertClose([value, interval!.low, interval!.high], [3.7, student.low, student.high], 1e-12);
  // Deviations −0.7, −2.7, 0.3, −2.2, 5.3: squares sum to 40.8, over 4 · 5.
  assertClose([standardError!], [Math.sqrt(2.04)], 1e-12);
});

Deno.test("jackknife() of a mean of pairs is what a hand computes", () => {
  // Pairs of 1, 2, 3: products 2, 3, 6 with mean 11/3; without one: 6, 3, 2. Their squared deviations sum to 26/3.
  const product = (kept: readonly number[]) => {
    const pairs = kept.flatMap((r) => kept.filter((s) => s > r).map((s) => (r + 1) * (s + 1)));
    return mean(pairs);
  };
  const { value, standardError, interval } = jackknife(3, product);
  assertClose([value, standardError!], [11 / 3, Math.sqrt(2 / 3 * 26 / 3)], 1e-12);
  // Student's 97.5 % quantile with 2 degrees of freedom is 0.95 / √(2 · 0.025 · 0.975).
  const t = 0.95 / Math.sqrt(2 * 0.025 * 0.975);
  assertClose([interval!.high - value], [t * Math.sqrt(52 / 9)], 1e-8);
});

Deno.test("jackknife() has no interval under three seeds", () => {
  for (const seeds of [1, 2]) {
    const found = jackknife(seeds, (kept) => kept.length);
    assert.deepEqual(found, { value: seeds, standardError: null, interval: null });
  }
  assert.throws(() => jackknife(0, () => 1), /one of 0 seeds/);
});

Deno.test("jackknife() has no interval where the statistic is missing, for all seeds or without one", () => {
  for (const missing of [NaN, Infinity]) {
    const without = jackknife(4, (kept) => kept.includes(2) ? 1 : missing);
    assert.deepEqual(without, { value: 1, standardError: null, interval: null });
  }
  assert.deepEqual(jackknife(4, (kept) => kept.length === 4 ? NaN : 1), {
    value: NaN,
    standardError: null,
    interval: null,
  });
});

Deno.test("jackknifeEach() asks once per seed and gives each statistic its own interval", () => {
  const values = [2, 4, 9, 1];
  let asked = 0;
  const found = jackknifeEach(4, (kept) => {
    asked++;
    const m = mean(of(values, kept));
    return [m, m * m];
  });
  assert.equal(asked, 5);
  assert.deepEqual(found[0], jackknife(4, (kept) => mean(of(values, kept))));
  assert.deepEqual(found[1], jackknife(4, (kept) => mean(of(values, kept)) ** 2));
});
