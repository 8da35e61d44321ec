import assert from "node:assert/strict";
import { prepareOnce } from "../../lib/data/prepare_once.ts";
import { MODELS } from "../../lib/models/mod.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { train } from "../../lib/training/train.ts";

Deno.test("train() takes a cohort from its file to metrics in one epoch, with the engine of this machine", async () => {
  const cache = await Deno.makeTempDir();
  try {
    const { dataset } = await prepareOnce("synthetic-60x40", { cache, genes: 20 });
    const engine = await openEngine();
    for (const model of Object.values(MODELS)) {
      const settings = { latentSize: 2, hiddenSize: 8, batchSize: 16, maxEpochs: 1 };
      const result = await train(model, dataset, { engine, ...settings });
      assert.equal(result.status, "max_epochs");
      assert.equal(result.steps, Math.floor(dataset.train.rows / 16));
      const { testMse, testR2, train: a, validation, test } = result;
      for (const value of [testMse, testR2, a?.loss, validation?.loss, test?.loss]) {
        assert.ok(Number.isFinite(value), `${model.name}: ${value}`);
      }
      assert.deepEqual(result.history.map(({ validation }) => validation), [validation]);
    }
    engine.dispose();
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
});
