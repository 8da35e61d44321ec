import assert from "node:assert/strict";
import { modelSensitivity } from "../../lib/analysis/model_sensitivity.ts";
import { assertClose, REFERENCE, referenceSweep } from "./_reference.ts";
import { cells, shuffled, sweep } from "./_sweeps.ts";

const NAMES = ["best", "percentile_5", "percentile_25", "median", "percentile_75", "percentile_95"];

Deno.test("modelSensitivity() agrees with pandas and NumPy, both treatments", () => {
  const rows = modelSensitivity(referenceSweep()).toRecords();
  assert.equal(rows.length, 4);
  for (const row of rows) {
    const expected = REFERENCE.sweep.sensitivity[`${row.model} ${row.treatment}`];
    assertClose(NAMES.map((name) => Number(row[name])), expected.slice(0, 6), 1e-10);
    assert.equal(
      row.near_best === null ? null : Number(row.near_best).toFixed(9),
      expected[6]?.toFixed(9) ?? null,
    );
    assert.equal(row.configurations, 36);
  }
});

Deno.test("modelSensitivity() counts outcomes and never calls a diverged configuration good", () => {
  const frame = sweep(
    cells({ model: ["vae"], latent_size: [2, 5, 9, 20] }),
    (_, i) => (["diverged", 0.99, 0.99, "failed"] as const)[i]!,
  );
  const [, row] = modelSensitivity(frame).toRecords();
  assert.deepEqual([row!.runs, row!.diverged, row!.failed, row!.configurations], [3, 1, 1, 3]);
  assertClose([Number(row!.near_best)], [2 / 3], 1e-12);
});

Deno.test("modelSensitivity() of a model whose every run diverged: no spread, nothing near the best", () => {
  const grid = cells({ model: ["iwae", "vae"], latent_size: [2, 5] });
  const [iwae] = modelSensitivity(sweep(grid, ({ model }) => model === "vae" ? 0.5 : "diverged"))
    .toRecords().filter(({ treatment }) => treatment === "clip");
  assert.deepEqual([iwae!.best, iwae!.spread, iwae!.near_best, iwae!.diverged], [0, 0, 0, 2]);
});

Deno.test("modelSensitivity() of a model without any outcome has nulls, not zeros", () => {
  const grid = cells({ model: ["iwae", "vae"], latent_size: [2, 5] });
  const [iwae] = modelSensitivity(sweep(grid, ({ model }) => model === "vae" ? 0.5 : "failed"))
    .toRecords();
  assert.deepEqual([iwae!.configurations, iwae!.failed, iwae!.best, iwae!.spread], [
    0,
    2,
    null,
    null,
  ]);
});

Deno.test("modelSensitivity() does not depend on order; its spread ignores a common factor", () => {
  const frame = referenceSweep();
  assert.deepEqual(
    modelSensitivity(shuffled(frame, 3)).toRecords(),
    modelSensitivity(frame).toRecords(),
  );
  const grid = cells({ model: ["vae"], latent_size: [2, 5, 9], seed: [0, 1, 2] });
  const spread = (factor: number) =>
    modelSensitivity(sweep(grid, (_, i) => factor * (0.01 + i / 100))).toRecords()[1]!;
  for (const name of ["spread", "interquartile_range", "near_best", "spread_low", "spread_high"]) {
    assertClose([Number(spread(3)[name])], [Number(spread(1)[name])], 1e-12);
  }
});
