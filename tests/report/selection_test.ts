import { strict as assert } from "node:assert";
import type { PageContent } from "../../lib/report/page/content.ts";
import { Selection } from "../../lib/report/page/_selection.ts";

const told = { error: null, command: "", training: [2, 1], validation: [2, 1] };
const content = {
  figures: {},
  runs: {
    run: ["a", "b", "c"],
    status: ["converged", "converged", "converged"],
    model: ["vae", "vae", "vae"],
    optimizer: ["adam", "adam", "adam"],
    latent_size: [5, 5, 5],
    learning_rate: [0.1, 0.1, 0.1],
    seed: [0, 1, 2],
  },
  axes: [{ column: "seed", label: "Seed", levels: [] }],
  grid: {
    models: [{ name: "VAE", levels: { model: "vae" } }],
    optimizers: [{ name: "Adam", levels: { optimizer: "adam" } }],
    latentSizes: [5],
    learningRates: [0.1],
  },
  told: { a: told, b: told, c: told },
  curves: ["a", "c"],
} as unknown as PageContent;

Deno.test("Selection has the loss curves that the figure draws, and of a filter's runs no others", () => {
  const selection = new Selection(content);
  const drawn = () => selection.losses.map(({ run, epoch }) => `${run}${epoch}`);
  assert.deepEqual(drawn(), ["a1", "a2", "c1", "c2"]);
  selection.toggle("seed", 0, false);
  assert.equal(selection.runs.length, 2);
  assert.deepEqual(drawn(), ["c1", "c2"]);
});
