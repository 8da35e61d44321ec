import assert from "node:assert/strict";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { syntheticCohort } from "../../lib/data/synthetic.ts";
import { referenceRows, representations } from "../../lib/sweep/references.ts";
import { install } from "../../lib/tensorflow/install.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";

const { backend } = await install({ sources: [] });
const ignore = backend !== "tensorflow";
if (ignore) console.error("SKIPPED: references by the native library need `deno task setup`");

Deno.test({
  name:
    "referenceRows() by the native library are those in plain JavaScript, to the rounding of 32 bits",
  ignore,
  async fn() {
    const dataset = prepareDataset(syntheticCohort({ samples: 120, genes: 150, cancerTypes: 3 }));
    const options = { hiddenSize: 16, normalization: "batch", seed: 4 } as const;
    const features = () =>
      [...representations(dataset, [2, 5], options)].map(({ train, test }) =>
        [train, test].flatMap((part) => Array.from(part))
      );
    const plain = features(), scores = referenceRows(dataset, [2, 5], options);
    await loadTensorFlow({ backend: "tensorflow" });
    features().forEach((own, i) => {
      const largest = Math.max(...plain[i]!.map(Math.abs));
      own.forEach((value, j) => assert.ok(Math.abs(value - plain[i]![j]!) < 1e-5 * largest));
    });
    referenceRows(dataset, [2, 5], options).forEach((row, i) => {
      const { balanced_accuracy, auc, ...rest } = scores[i]!;
      assert.deepEqual({ ...row, balanced_accuracy, auc }, { ...rest, balanced_accuracy, auc });
      assert.ok(Math.abs(row.balanced_accuracy - balanced_accuracy) < 1e-9, row.representation);
      assert.ok(Math.abs(row.auc - auc) < 1e-3, row.representation);
    });
  },
});
