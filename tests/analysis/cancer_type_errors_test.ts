import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { cancerTypeErrors } from "../../lib/analysis/cancer_type_errors.ts";
import { InputError } from "../../lib/errors.ts";

const rows = [
  { run: "a", cancer_type: "BRCA", mse: 1, mean_predictor_mse: 2 },
  { run: "a", cancer_type: "BRCA", mse: 3, mean_predictor_mse: 4 },
  { run: "a", cancer_type: "LAML", mse: 5, mean_predictor_mse: 5 },
  { run: "a", cancer_type: "unknown", mse: 7, mean_predictor_mse: 7 },
  { run: "b", cancer_type: "BRCA", mse: 10, mean_predictor_mse: 6 },
  { run: "b", cancer_type: "LAML", mse: null, mean_predictor_mse: 5 },
  { run: "b", cancer_type: "LAML", mse: 1, mean_predictor_mse: 5 },
];
const frame = pl.DataFrame([
  pl.Series("run", rows.map((row) => row.run), pl.Utf8),
  pl.Series("cancer_type", rows.map((row) => row.cancer_type), pl.Utf8),
  pl.Series("mse", rows.map((row) => row.mse), pl.Float64),
  pl.Series("mean_predictor_mse", rows.map((row) => row.mean_predictor_mse), pl.Float64),
]);

Deno.test("cancerTypeErrors() are means over a type's samples; one without a number leaves the type out", () => {
  const { errors, leftOut } = cancerTypeErrors(frame);
  assert.deepEqual(errors.toRecords(), [
    { run: "a", cancer_type: "BRCA", mse: 2, mean_predictor_mse: 3 },
    { run: "b", cancer_type: "BRCA", mse: 10, mean_predictor_mse: 6 },
  ]);
  assert.deepEqual(leftOut, ["LAML"]);
});

Deno.test("cancerTypeErrors() refuses data that name no type", () => {
  const unnamed = frame.filter(pl.col("cancer_type").eq(pl.lit("unknown")));
  assert.throws(() => cancerTypeErrors(unnamed), InputError);
});
