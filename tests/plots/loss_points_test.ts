import assert from "node:assert/strict";
import { bubbleMarks } from "../../lib/plots/bubble_marks.ts";
import { lossPoints } from "../../lib/plots/loss_points.ts";
import { placeOf } from "../../lib/plots/run_panels.ts";

const RUN = {
  run: "a",
  model: "vae",
  optimizer: "adam",
  latent_size: 9,
  learning_rate: 1e-4,
  seed: 0,
  kl_weight: 2,
  status: "converged",
  epochs: 2,
  test_mse: 1,
  validation_mse: 1,
  test_r2: 0,
  test_reconstruction: 1,
} as const;
const PANELS = {
  models: [0.5, 2].map((kl_weight) => ({
    name: `VAE, ${kl_weight}`,
    levels: { model: "vae", kl_weight },
  })),
  optimizers: [{ name: "Adam", levels: { optimizer: "adam" } }],
};

Deno.test("placeOf() finds the panel of a run's levels, and none for a run that no panel shows", () => {
  assert.deepEqual(placeOf(RUN, PANELS), { model: "VAE, 2", optimizer: "Adam" });
  assert.equal(placeOf({ ...RUN, kl_weight: 1 }, PANELS), undefined);
});

Deno.test("lossPoints() keeps finite losses with their epoch, and writes the learning rate", () => {
  const points = lossPoints([RUN], PANELS, () => [null, 9.00012, NaN, Infinity, 0]);
  assert.deepEqual(points, [{
    run: "a",
    model: "VAE, 2",
    optimizer: "Adam",
    learning_rate: "1e-4",
    latent_size: 9,
    seed: 0,
    epoch: 2,
    loss: 9,
  }]);
});

Deno.test("lossPoints() marks the last point of a run that stalled, and of no other", () => {
  const stalled = (run: Partial<typeof RUN> | { status: "stalled" }) =>
    lossPoints([{ ...RUN, ...run }], PANELS, () => [9, 8, null]).map((point) => point.stalled);
  assert.deepEqual(stalled({ status: "stalled" }), [undefined, true]);
  assert.deepEqual(stalled({}), [undefined, undefined]);
});

Deno.test("bubbleMarks() has a mark for each cell of the grid, with or without a run", () => {
  const marks = bubbleMarks([RUN], { ...PANELS, latentSizes: [9], learningRates: [1e-4] });
  assert.deepEqual(marks.map(({ model, outcome }) => [model, outcome]), [
    ["VAE, 0.5", "Not run"],
    ["VAE, 2", "Converged"],
  ]);
});
