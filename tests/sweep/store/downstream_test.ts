import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { downstreamFrame, downstreamOfResults } from "../../../lib/sweep/store/downstream.ts";
import { resultsFrame } from "../../../lib/sweep/store/results.ts";
import { recordOf, trainedRecord } from "../_records.ts";

const ACCURACIES = {
  activeUnits: 2,
  effectiveRank: 1.5,
  knnAccuracy: 0.75,
  logisticAccuracy: null,
};
const SCORE = {
  label: "stage",
  classifier: "logistic",
  balancedAccuracy: 0.5,
  auc: 0.625,
  classes: 3,
} as const;

Deno.test("downstreamFrame() has a row per run, label and classifier, and none for runs without scores", () => {
  const frame = downstreamFrame([
    trainedRecord("b", { latent: { ...ACCURACIES, downstream: [SCORE] } }),
    trainedRecord("c", { latent: { ...ACCURACIES, downstream: [] } }),
    recordOf("d"),
    trainedRecord("e", { status: "diverged", latent: null }),
  ]);
  assert.deepEqual(frame.toRecords(), [
    {
      run: "b",
      label: "stage",
      classifier: "logistic",
      balanced_accuracy: 0.5,
      auc: 0.625,
      classes: 3,
    },
  ]);
  assert.deepEqual(downstreamFrame([]).columns, frame.columns);
});

Deno.test("downstreamFrame() and downstreamOfResults() read what earlier versions kept", () => {
  const records = [
    trainedRecord("a", { latent: ACCURACIES }),
    trainedRecord("b", { latent: null }),
    recordOf("c"),
  ];
  const expected = [
    {
      run: "a",
      label: "cancer_type",
      classifier: "knn",
      balanced_accuracy: 0.75,
      auc: null,
      classes: null,
    },
  ];
  assert.deepEqual(downstreamFrame(records).toRecords(), expected);
  assert.deepEqual(downstreamOfResults(resultsFrame(records)).toRecords(), expected);
  assert.equal(downstreamOfResults(pl.DataFrame({ run: ["a"] })).height, 0);
});
