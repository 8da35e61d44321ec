import assert from "node:assert/strict";
import { detectableDifference } from "../../lib/numbers/detectable_difference.ts";
import { minimumDetectableDifference } from "../../lib/analysis/minimum_detectable_difference.ts";
import { assertClose, REFERENCE, referenceSweep } from "./_reference.ts";
import { cells, noise, sweep } from "./_sweeps.ts";

Deno.test("minimumDetectableDifference() has the noise that pandas pools over configurations without divergence", () => {
  for (const row of minimumDetectableDifference(referenceSweep()).toRecords()) {
    assertClose([Number(row.noise)], [REFERENCE.sweep.noise[String(row.model)]], 1e-9);
  }
});

Deno.test("minimumDetectableDifference() is the t test's, by hand: two seeds of 4 configurations", () => {
  // Seeds differ by 0.02 in log10 everywhere: standard deviation 0.02 / √2, 4 degrees of freedom.
  const grid = cells({ latent_size: [2, 5], optimizer: ["adam", "sgd"], seed: [0, 1] });
  const rows = minimumDetectableDifference(
    sweep(grid, ({ seed }) => 10 ** (-1 + 0.02 * Number(seed))),
    {
      by: [],
      seeds: [1, 2, 5],
    },
  ).toRecords();
  const s = 0.02 / Math.SQRT2;
  const expected = [
    s * Math.sqrt(2) * detectableDifference(4),
    s * detectableDifference(4),
    s * Math.sqrt(2 / 5) * detectableDifference(16),
  ];
  assertClose(rows.slice(0, 3).map((row) => Number(row.difference)), expected, 1e-9);
  // A level of either axis averages two configurations.
  assertClose(
    rows.slice(3, 6).map((row) => Number(row.difference)),
    expected.map((d) => d / Math.SQRT2),
    1e-9,
  );
  assertClose([Number(rows[1]!.ratio)], [10 ** expected[1]!], 1e-9);
});

Deno.test("minimumDetectableDifference() is what a t test detects four times in five", () => {
  const s = 0.05,
    grid = cells({ latent_size: [2, 5, 9, 20], seed: [0, 1, 2, 3, 4] }),
    draws = noise(5, 20, s);
  const frame = sweep(grid, (_, i) => 10 ** (draws[i]! - 1));
  const five = minimumDetectableDifference(frame, { by: [], seeds: [5] }).toRecords()[0]!;
  const difference = Number(five.difference) / Number(five.noise), pairs = noise(77, 2000 * 20);
  let seen = 0;
  for (let i = 0; i < 2000; i++) {
    const data = Array.from(
      { length: 4 },
      (_, c) => pairs.slice(20 * i + 5 * c, 20 * i + 5 * c + 5),
    );
    const means = data.map((seeds) => seeds.reduce((a, b) => a + b) / 5);
    const pooled = data.flatMap((seeds, c) =>
      seeds.map((v) => (v - means[c]!) ** 2)
    ).reduce((a, b) => a + b) / 16;
    const t = (means[0]! - means[1]! + difference) / Math.sqrt(pooled * 2 / 5);
    seen += Number(Math.abs(t) > 2.1199) / 2000;
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
