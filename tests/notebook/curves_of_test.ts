import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { InputError } from "../../lib/errors.ts";
import { curvesOf } from "../../lib/notebook/curves_of.ts";
import { sweepAxes } from "../../lib/sweep/store/axes.ts";

const axes = sweepAxes({
  axes: {
    models: ["vae"],
    learningRates: [0.1, 0.01],
    latentSizes: [5],
    optimizers: ["adam"],
    seeds: [0],
    further: { klWeight: [1, 4] },
  },
});
const results = pl.DataFrame({
  run: ["a", "b", "c", "d"],
  model: Array(4).fill("vae"),
  learning_rate: [0.1, 0.01, 0.1, 0.01],
  kl_weight: [1, 1, 4, 4],
  latent_size: Array(4).fill(5),
  optimizer: Array(4).fill("adam"),
  seed: Array(4).fill(0),
});
const history = pl.DataFrame({
  run: ["a", "b", "c", "d"],
  epoch: Array(4).fill(1),
  validation_loss: [9, 8, 7, 6],
});

Deno.test("curvesOf() draws no two runs as one curve, and says what to choose between", () => {
  assert.throws(
    () => curvesOf({ results, history, axes }, { where: { model: "vae" } }),
    (error: Error) =>
      error instanceof InputError &&
      /2 runs have learning_rate 0\.1, which differ in kl_weight \(1, 4\); choose one with where/
        .test(error.message),
  );
  const points = curvesOf({ results, history, axes }, { where: { model: "vae", kl_weight: 4 } });
  assert.deepEqual(points.map(({ curve, loss }) => [curve, loss]), [["0.1", 7], ["0.01", 6]]);
});
