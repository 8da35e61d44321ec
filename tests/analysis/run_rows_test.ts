import { strict as assert } from "node:assert";
import { readResults } from "../../lib/analysis/results.ts";
import { toRunRows } from "../../lib/analysis/run_rows.ts";
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

Deno.test("toRunRows() takes no measure of a sweep for an axis", () => {
  const further = toRunRows(FRAME.toRecords()).map((row) => row.further);
  assert.deepEqual(further, [{ kl_weight: 1 }, { kl_weight: 2 }]);
});

Deno.test("readResults() finds the axes that vary among a sweep's columns", () => {
  assert.deepEqual(readResults(FRAME).axes.map(({ name }) => name), ["kl_weight"]);
});
