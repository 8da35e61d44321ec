import { strict as assert } from "node:assert";
import { requireNetworkOf } from "../../lib/embedding/_require_network_of.ts";
import type { ResultFolder } from "../../lib/sweep/open_result_folder.ts";
import type { TrainedModel } from "../../lib/training/trained_model.ts";

/** A sweep of two weights, numbers of genes and splits. */
const FOLDER = {
  manifest: {
    axes: { further: { klWeight: [0.5, 1], genes: [20, 30] } },
    data: { hashes: { "0, 20 genes": "a", "3, 20 genes": "b", "0, 30 genes": "c" } },
  },
} as unknown as ResultFolder;

const ROW = {
  ...{ run: "1f", model: "vae", status: "converged", learning_rate: 0.01, latent_size: 5 },
  ...{ optimizer: "adam", seed: 3, split_seed: 0, kl_weight: 0.5, genes: 20 },
};

function refused(row: Record<string, unknown>): string | null {
  const trained = {
    content: {
      options: {
        ...{ modelOptions: { klWeight: 0.5 }, learningRate: 0.01, latentSize: 5 },
        ...{ optimizer: "adam", seed: 3, hiddenSize: 8 },
      },
      dataset: { name: "cohort", hash: "a" },
    },
  } as unknown as TrainedModel;
  try {
    requireNetworkOf(trained, { ...ROW, ...row }, FOLDER, "models/1f.safetensors");
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

Deno.test("a network is that of its run, or it is said in what it is another's", () => {
  assert.equal(refused({}), null);
  for (
    const [name, value, said] of [
      ["learning_rate", 0.1, /learning_rate is 0.01, the run's is 0.1/],
      ["latent_size", 10, /latent_size is 5, the run's is 10/],
      ["optimizer", "sgd", /optimizer is adam, the run's is sgd/],
      ["seed", 4, /seed is 3, the run's is 4/],
      ["kl_weight", 1, /kl_weight is 0.5, the run's is 1/],
      ["split_seed", 3, /other data, or another split/],
      ["genes", 30, /other data, or another split/],
    ] as const
  ) {
    const message = refused({ [name]: value }) ?? "";
    assert.match(message, said, name);
    assert.match(message, /^Cannot use models\/1f\.safetensors: .*remove it/, name);
  }
});

Deno.test("a network is told by what its run has: not by options of other models, nor by data that are not known", () => {
  assert.equal(refused({ kl_weight: null }), null);
  assert.equal(refused({ split_seed: 9 }), null, "a folder of before has no hash of that split");
});
