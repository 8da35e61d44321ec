import assert from "node:assert/strict";
import { detectableDifference } from "../../lib/numbers/detectable_difference.ts";
import { minimumDetectableDifference } from "../../lib/analysis/minimum_detectable_difference.ts";
import { studentInterval } from "../../lib/numbers/student_interval.ts";
import { assertClose, REFERENCE, referenceSweep } from "./_reference.ts";
import { cells, noise, sweep } from "./_sweeps.ts";

Deno.test("minimumDetectableDifference() has the noise that pandas pools over configurations without divergence", () => {
  for (const row of minimumDetectableDifference(referenceSweep()).toRecords()) {
    const { cells, levels } = REFERENCE.sweep.noise[String(row.model)];
    const axis = String(row.contrast).match(/^two levels of (.+)$/)?.[1];
    assertClose([Number(row.noise)], [axis ? levels[axis] : cells], 1e-9);
  }
});

Deno.test("minimumDetectableDifference() is the t test's, by hand: two seeds of 4 configurations, of which each seed is one number", () => {
  // Seeds differ by 0.02 in log10 with adam and by 0.06 with sgd: variances 0.0002 and 0.0018, on average 0.001; one degree of
  // freedom, whatever the number of configurations.
  const grid = cells({ latent_size: [2, 5], optimizer: ["adam", "sgd"], seed: [0, 1] });
  const rows = minimumDetectableDifference(
    sweep(
      grid,
      ({ seed, optimizer }) => 10 ** (-1 + (optimizer === "adam" ? 0.02 : 0.06) * Number(seed)),
    ),
    {
      by: [],
      seeds: [1, 2, 5],
    },
  ).toRecords();
  const expected = (variance: number) => [
    Math.sqrt(2 * variance) * detectableDifference(1),
    Math.sqrt(variance) * detectableDifference(1),
    Math.sqrt(2 / 5 * variance) * detectableDifference(4),
  ];
  const differences = (from: number) =>
    rows.slice(from, from + 3).map((row) => Number(row.difference));
  assertClose(differences(0), expected(0.001), 1e-9);
  // Both sizes' means differ by 0.04 between seeds: nothing is left of that between them. Of the optimizers ∓0.01 and ±0.01 is
  // left in each seed: squares 4 · 0.0001 over one degree of freedom.
  assertClose(differences(3), [0, 0, 0], 1e-9);
  assertClose(differences(6), expected(0.0004), 1e-9);
  assertClose([Number(rows[1]!.ratio)], [10 ** expected(0.001)[1]!], 1e-9);
});

Deno.test("minimumDetectableDifference() between levels is what a paired t test over seeds detects four times in five", () => {
  // Each seed shifts each level for all four optimizers: averaging over them does not help, the seeds alone do.
  const deviation = 0.05, seed = [0, 1, 2, 3, 4], seeds = 5;
  const shift = noise(25, 40, deviation), rest = noise(6, 160, 0.001);
  const grid = cells({
    latent_size: Array.from({ length: 8 }, (_, i) => i + 2),
    optimizer: ["a", "b", "c", "d"],
    seed,
  });
  const frame = sweep(
    grid,
    (cell, i) =>
      10 ** (shift[(Number(cell.latent_size) - 2) * seeds + Number(cell.seed)]! + rest[i]! - 1),
  );
  const rows = minimumDetectableDifference(frame, { by: [], seeds: [5], worst: 10 }).toRecords();
  const row = rows.find(({ contrast }) => contrast === "two levels of latent_size")!;
  assert.ok(Math.abs(Number(row.noise) / deviation - 1) < 0.25, String(row.noise));
  const true5 = Number(row.difference) / Number(row.noise) * deviation;
  const draws = noise(77, 2000 * 2 * seeds, deviation);
  let seen = 0;
  for (let i = 0; i < 2000; i++) {
    const pairs = seed.map((s) =>
      true5 + draws[2 * (seeds * i + s)]! - draws[2 * (seeds * i + s) + 1]!
    );
    const { low, high } = studentInterval(pairs)!;
    seen += Number(low > 0 || high < 0) / 2000;
  }
  assert.ok(Math.abs(seen - 0.8) < 0.03, String(seen));
});

Deno.test("minimumDetectableDifference() knows nothing from one seed", () => {
  const rows = minimumDetectableDifference(sweep(cells({ latent_size: [2, 5] }), () => 0.5), {
    by: [],
  })
    .toRecords();
  assert.ok(
    rows.length > 0 &&
      rows.every((row) => row.noise === null && row.difference === null && row.ratio === null),
  );
});
