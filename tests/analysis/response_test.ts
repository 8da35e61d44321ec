import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { meanPredictorError, responseOf } from "../../lib/analysis/response.ts";
import { readResults } from "../../lib/analysis/results.ts";
import { InputError } from "../../lib/errors.ts";
import { assertClose } from "./_reference.ts";
import { cells, sweep } from "./_sweeps.ts";

const OUTCOMES = [0.1, 10, "diverged", "failed", 0.01, 0.1] as const;
const results = readResults(
  sweep(cells({ latent_size: [1, 2, 3, 4, 5, 6] }), (_, i) => OUTCOMES[i]!),
);

Deno.test("responseOf() clips at the mean predictor's error, diverged runs included, failed ones aside", () => {
  const { values, name, treatment } = responseOf(results);
  assert.deepEqual([...values], [-1, 0, 0, NaN, -2, -1]);
  assert.deepEqual([name, treatment], ["log10 test_mse", "clip"]);
  assert.equal(responseOf(results, { worst: 100 }).values[2], 2);
});

Deno.test("responseOf() ranks diverged runs last, even behind one that is worse than the mean predictor", () => {
  const { values, name } = responseOf(results, { treatment: "rank" });
  assertClose(
    values.filter((value) => !Number.isNaN(value)),
    [0.4, 0.7, 0.9, 0.1, 0.4].map((v) => v),
    1e-12,
  );
  assert.ok(Number.isNaN(values[3]!));
  assert.equal(name, "rank of test_mse");
});

Deno.test("responseOf() ranks do not change under an increasing map of the outcome", () => {
  const columns = new Map(results.columns);
  columns.set(
    "test_mse",
    (columns.get("test_mse") as (number | null)[]).map((v) => v === null ? null : v ** 3 + 2),
  );
  const ranked = responseOf({ ...results, columns }, { treatment: "rank" });
  assert.deepEqual(ranked, responseOf(results, { treatment: "rank" }));
});

Deno.test("responseOf() turns R² so that lower is better, and takes the worst observed for epochs", () => {
  const columns = new Map([["test_r2", [0.9, -0.5, null]], ["epochs", [30, 10, 1]]]);
  const some = { ...results, runs: 3, status: ["converged", "converged", "diverged"], columns };
  assert.deepEqual([...responseOf(some, { response: "test_r2" }).values], [-0.9, 0, 0]);
  assert.equal(responseOf(some, { response: "test_r2" }).name, "−test_r2");
  assert.deepEqual([...responseOf(some, { response: "epochs" }).values], [30, 10, 30]);
});

Deno.test("responseOf() refuses a finished run without a number and a logarithm that is not defined", () => {
  const columns = new Map([["test_mse", [null]], ["run", ["a7"]]]);
  const broken = { ...results, runs: 1, status: ["converged"], columns };
  assert.throws(() => responseOf(broken), /run a7: it converged, but its test_mse is null/);
  assert.throws(() => responseOf({ ...broken, columns: new Map([["test_mse", [0]]]) }), InputError);
});

Deno.test("meanPredictorError() is the error that R² compares with", () => {
  const frame = pl.DataFrame({ test_mse: [0.3, null, 0.6], test_r2: [0.75, null, 0.5] });
  const columns = new Map(frame.columns.map((name) => [name, frame.getColumn(name).toArray()]));
  assertClose([meanPredictorError({ columns })], [1.2], 1e-12);
  assert.equal(meanPredictorError({ columns: new Map() }), 1);
});
