import { strict as assert } from "node:assert";
import { readResults } from "../../lib/analysis/results.ts";
import { toRunRows } from "../../lib/analysis/run_rows.ts";
import { InputError } from "../../lib/errors.ts";
import { sweepAxes } from "../../lib/sweep/store/axes.ts";
import { resultsFrame } from "../../lib/sweep/store/results.ts";
import { trainedRecord } from "../sweep/_records.ts";

/** Two runs that differ in every measure and in one axis that a user added. */
const FRAME = resultsFrame(
  [1, 2].map((value) => {
    const record = trainedRecord(`run-${value}`);
    const { configuration } = record;
    return {
      ...record,
      configuration: { ...configuration, modelOptions: { klWeight: value } },
      latent: {
        activeUnits: value,
        effectiveRank: value,
        knnAccuracy: value / 2,
        logisticAccuracy: value / 2,
      },
    };
  }),
  ["klWeight"],
);

const AXES = sweepAxes({
  axes: {
    models: ["vae"],
    learningRates: [0.1],
    latentSizes: [10],
    optimizers: ["adam"],
    seeds: [0],
    further: { klWeight: [1, 2] },
  },
});

Deno.test("toRunRows() takes no measure of a sweep for an axis", () => {
  const further = toRunRows(FRAME.toRecords(), { axes: AXES }).map((row) => row.further);
  assert.deepEqual(further, [{ kl_weight: 1 }, { kl_weight: 2 }]);
});

Deno.test("toRunRows() refuses two runs that differ in no axis, as they would be taken for repetitions", () => {
  assert.throws(
    () => toRunRows(FRAME.toRecords()),
    (error: Error) =>
      error instanceof InputError &&
      /two have model vae.* differ in kl_weight \(1 and 2\)/.test(error.message),
  );
});

Deno.test("toRunRows() refuses rows without an axis of the sweep", () => {
  assert.throws(
    () => toRunRows(FRAME.drop("kl_weight").toRecords(), { axes: AXES }),
    /kl_weight of row 1/,
  );
});

Deno.test("readResults() takes the axes that vary among those that the sweep describes", () => {
  const { axes } = readResults(FRAME, { axes: AXES });
  assert.deepEqual(axes.map(({ name }) => name), ["kl_weight"]);
});
