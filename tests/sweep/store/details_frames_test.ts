import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import {
  latentFrame,
  samplesFrame,
  writeDetails,
} from "../../../lib/sweep/store/details_frames.ts";
import { DetailsWriter } from "../../../lib/sweep/store/details.ts";
import { recordOf, trainedRecord } from "../_records.ts";
import { temporaryFolder } from "../../_temporary.ts";

const test = { samples: ["s1", "s2"], cancerTypes: ["BRCA", "LAML"], meanPredictor: [1, 2] };
const kept = {
  run: "a",
  test,
  errors: [0.25, Infinity],
  kl: [0.5, NaN, 0],
  activity: [2, NaN, 0.01],
};

Deno.test("samplesFrame() has a row per run and test sample, null where an error is not finite", () => {
  assert.deepEqual(samplesFrame([kept]).toRecords(), [
    { run: "a", sample: "s1", cancer_type: "BRCA", mse: 0.25, mean_predictor_mse: 1 },
    { run: "a", sample: "s2", cancer_type: "LAML", mse: null, mean_predictor_mse: 2 },
  ]);
  assert.equal(samplesFrame([]).columns.join(), "run,sample,cancer_type,mse,mean_predictor_mse");
});

Deno.test("latentFrame() has a row per run and dimension; active is an activity above 0.01", () => {
  assert.deepEqual(latentFrame([kept]).toRecords(), [
    { run: "a", dimension: 1, kl: 0.5, activity: 2, active: true },
    { run: "a", dimension: 2, kl: null, activity: null, active: null },
    { run: "a", dimension: 3, kl: 0, activity: 0.01, active: false },
  ]);
});

Deno.test("samplesFrame() loses no row where it is made in pieces", () => {
  const samples = Array.from({ length: 30_000 }, (_, i) => `s${i}`);
  const test = {
    samples,
    cancerTypes: samples.map(() => "BRCA"),
    meanPredictor: samples.map(() => 1),
  };
  const errors = samples.map((_, i) => i);
  const runs = Array.from(
    { length: 10 },
    (_, i) => ({ run: `${i}`, test, errors, kl: [], activity: [] }),
  );
  const frame = samplesFrame(runs);
  assert.equal(frame.height, 300_000);
  assert.equal(frame.getColumn("mse").sum(), 10 * 30_000 * 29_999 / 2);
});

const dataset = {
  hash: "0f",
  genes: ["TP53"],
  test: { rows: 1, values: Float32Array.of(1), samples: ["s1"], cancerTypes: ["BRCA"] },
};
const details = { errors: [0.5], kl: [1], activity: [1] };

Deno.test("writeDetails() writes runs in the order of the results, whichever process kept them", async () => {
  const folder = temporaryFolder();
  for (const run of ["c", "a", "failed", "b"]) {
    using writer = new DetailsWriter(`${folder}/runs`);
    writer.append(run, details, dataset);
  }
  // "failed" was killed after its details; "none" diverged, so it has none.
  const records = [trainedRecord("b"), recordOf("failed"), trainedRecord("c"), trainedRecord("a")];
  const diverged = recordOf("none", { status: "diverged", error: null });
  assert.equal((await writeDetails(folder, [...records, diverged])).length, 2);
  const runs = (name: string) =>
    pl.readParquet(`${folder}/${name}.parquet`).getColumn("run").toArray();
  assert.deepEqual(runs("samples"), ["a", "b", "c"]);
  assert.deepEqual(runs("latent"), ["a", "b", "c"]);
});

Deno.test("writeDetails() leaves a folder without details as it is", async () => {
  const folder = temporaryFolder();
  assert.deepEqual(await writeDetails(folder, [trainedRecord("a")]), []);
  assert.deepEqual([...Deno.readDirSync(folder)], []);
});
