import assert from "node:assert/strict";
import { expectedBestCurve } from "../../lib/analysis/expected_best_curve.ts";
import { assertClose } from "./_reference.ts";
import { cells, sweep } from "./_sweeps.ts";

Deno.test("expectedBestCurve() draws diverged runs at the mean predictor's error and as the last rank", () => {
  const frame = sweep(
    cells({ model: ["iwae", "vae"], latent_size: [2, 5] }),
    (_, i) => ([0.2, "diverged", 0.4, 0.6] as const)[i]!,
  );
  const rows = expectedBestCurve(frame, { trials: [1, 2] }).toRecords();
  // iwae: 0.2 and 1; vae: 0.4 and 0.6. The better of two draws is the better one three times in four.
  assertClose(rows.slice(4).map((row) => Number(row.expected)), [0.6, 0.4, 0.5, 0.45], 1e-12);
  // Ranks over both: iwae 1/8 and 7/8, vae 3/8 and 5/8.
  assertClose(
    rows.slice(0, 4).map((row) => Number(row.expected)),
    [0.5, 0.3125, 0.5, 0.4375],
    1e-12,
  );
  assert.deepEqual([rows[0]!.treatment, rows[4]!.treatment, rows[0]!.runs], ["rank", "clip", 2]);
});

Deno.test("expectedBestCurve() leaves a model without any outcome out of the curves", () => {
  const frame = sweep(
    cells({ model: ["iwae", "vae"], latent_size: [2, 5] }),
    ({ model }) => model === "vae" ? 0.5 : "failed",
  );
  assert.ok(expectedBestCurve(frame).toRecords().every((row) => row.model === "vae"));
});
