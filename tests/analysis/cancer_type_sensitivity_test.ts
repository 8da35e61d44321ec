import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { cancerTypeSensitivity } from "../../lib/analysis/cancer_type_sensitivity.ts";
import { importance } from "../../lib/analysis/importance.ts";
import { modelSensitivity } from "../../lib/analysis/model_sensitivity.ts";
import { InputError } from "../../lib/errors.ts";
import { assertClose, referenceSweep } from "./_reference.ts";

const frame = referenceSweep().withColumns(
  pl.Series("run", Array.from({ length: 216 }, (_, i) => `run${i}`), pl.Utf8),
);
const finished = frame.toRecords().filter((row) => row.status === "converged");

/** The runs' own errors as those of two cancer types, the second three times as large. */
function errors(bounds: boolean): pl.DataFrame {
  return pl.DataFrame(["BRCA", "LAML"].flatMap((cancer_type, i) =>
    finished.map((row) => ({
      run: String(row.run),
      cancer_type,
      mse: Number(row.test_mse) * (i === 0 ? 1 : 3),
      ...(bounds ? { mean_predictor_mse: i === 0 ? 1 : 3 } : {}),
    }))
  ));
}

Deno.test("cancerTypeSensitivity() of the overall errors is the overall importance and spread, of each type", () => {
  for (const treatment of ["clip", "rank"] as const) {
    const rows = cancerTypeSensitivity(frame, errors(true), { treatment }).toRecords();
    assert.equal(rows.length, 2 * 2 * 3);
    const totals = importance(frame, { by: ["model"], treatment }).toRecords()
      .filter((row) => row.kind === "total");
    for (const row of rows) {
      const total = totals.find(({ model, axes }) => model === row.model && axes === row.axis)!;
      assertClose([Number(row.importance)], [Number(total.importance)], 1e-9);
      assert.equal(row.place === 1, row.axis === "optimizer");
    }
  }
  const [, vae] = modelSensitivity(frame).toRecords().filter((row) => row.model === "vae");
  const spreads = cancerTypeSensitivity(frame, errors(true)).toRecords().filter((row) =>
    row.model === "vae"
  );
  assertClose(
    spreads.map((row) => Number(row.spread)),
    spreads.map(() => Number(vae!.spread)),
    1e-9,
  );
  assertClose([Number(spreads.at(-1)!.best)], [Number(vae!.best) + Math.log10(3)], 1e-9);
});

Deno.test("cancerTypeSensitivity() without the mean predictor clips at the type's worst finite error", () => {
  const rows = cancerTypeSensitivity(frame, errors(false), {
    by: [],
    axes: ["learning_rate", "latent_size", "optimizer", "model"],
  }).toRecords();
  const worst = Math.max(...finished.map((row) => Number(row.test_mse)));
  assert.ok(worst > 0.1);
  assert.ok(
    rows.every((row) => Number(row.best) + Number(row.spread) <= Math.log10(3 * worst) + 1e-12),
  );
});

Deno.test("cancerTypeSensitivity() refuses a finished run without an error for a type, naming both", () => {
  const holed = errors(true).filter(
    pl.col("cancer_type").eq(pl.lit("BRCA")).or(
      pl.col("run").neq(pl.lit(String(finished[5]!.run))),
    ),
  );
  assert.throws(
    () => cancerTypeSensitivity(frame, holed),
    (error: Error) =>
      error instanceof InputError &&
      error.message.includes(`LAML: run ${finished[5]!.run} has no error`),
  );
});
