import { strict as assert } from "node:assert";
import { sweepAxes } from "../../../lib/sweep/store/axes.ts";

const FOUR = {
  models: ["vae", "iwae", "info-vae", "logcosh-vae"],
  learningRates: [0.1, 0.001],
  latentSizes: [10],
  optimizers: ["adam"],
  seeds: [0, 1],
};

Deno.test("sweepAxes() names the study's axes and the seed by their columns", () => {
  assert.deepEqual(
    sweepAxes({ axes: FOUR }).map(({ column, name, role, levels }) => [column, name, role, levels]),
    [
      ["model", "model", "model", FOUR.models],
      ["optimizer", "optimizer", "studied", ["adam"]],
      ["learning_rate", "learningRate", "studied", [0.1, 0.001]],
      ["latent_size", "latentSize", "studied", [10]],
      ["seed", "seed", "seed", [0, 1]],
    ],
  );
});

Deno.test("sweepAxes() says which models have a further axis that not all of them have", () => {
  const further = { klWeight: [0.1, 1, 10], batchSize: [32, 64], samples: [1, 5] };
  const found = sweepAxes({ axes: { ...FOUR, further } }).filter(({ role }) => role === "further");
  assert.deepEqual(found, [
    {
      column: "kl_weight",
      name: "klWeight",
      label: "KL weight",
      role: "further",
      levels: [0.1, 1, 10],
      models: ["vae", "logcosh-vae"],
    },
    {
      column: "batch_size",
      name: "batchSize",
      label: "Batch size",
      role: "further",
      levels: [32, 64],
    },
    {
      column: "samples",
      name: "samples",
      label: "Samples",
      role: "further",
      levels: [1, 5],
      models: ["iwae"],
    },
  ]);
});

Deno.test("sweepAxes() says which optimizers have a further axis that not all of them have", () => {
  const momentum = (optimizers: readonly string[]) =>
    sweepAxes({ axes: { ...FOUR, optimizers, further: { momentum: [0, 0.9] } } })
      .find(({ name }) => name === "momentum")!;
  assert.deepEqual(momentum(["adam", "sgd"]).optimizers, ["sgd"]);
  assert.equal(momentum(["adam", "sgd"]).models, undefined);
  assert.equal(momentum(["sgd"]).optimizers, undefined);
});
