import { createHash } from "node:crypto";
import { MODELS } from "../../lib/models/mod.ts";
import type { Engine } from "../../lib/training/engine.ts";
import { train, type TrainOptions } from "../../lib/training/train.ts";
import { toyDataset } from "./_setup.ts";

/** Epochs and a hash of all that a small training gives: every weight and number, wall-clock times aside. */
export async function bitsOf(
  engine: Engine,
  model: string,
  options: Omit<TrainOptions, "engine"> = {},
): Promise<string> {
  const hash = createHash("sha256"), dataset = toyDataset();
  const result = await train(MODELS[model]!, dataset, {
    ...{ engine, latentSize: 3, hiddenSize: 32, batchSize: 8, maxEpochs: 4, seed: 3 },
    async onEnd(training) {
      for (const values of Object.values(await training.weights())) {
        hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      }
      const { mean } = await training.encode("test");
      hash.update(JSON.stringify([...mean]));
    },
    ...options,
  });
  const timeless = (name: string, value: unknown) => /^s.*econd/.test(name) ? undefined : value;
  return `${result.epochs} ${hash.update(JSON.stringify(result, timeless)).digest("hex")}`;
}
