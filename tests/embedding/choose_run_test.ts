import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { chooseRun } from "../../lib/embedding/choose_run.ts";
import { sweepAxes } from "../../lib/sweep/store/axes.ts";
import type { ResultFolder } from "../../lib/sweep/open_result_folder.ts";

/** Two models with two seeds each: vae has the lower validation errors, iwae the lower test errors. */
function folder(): ResultFolder {
  const levels = {
    models: ["vae", "iwae"],
    learningRates: [0.01],
    latentSizes: [5],
    optimizers: ["adam"],
    seeds: [0, 1],
  };
  const results = pl.DataFrame({
    run: ["a", "b", "c", "d"],
    model: ["vae", "vae", "iwae", "iwae"],
    learning_rate: [0.01, 0.01, 0.01, 0.01],
    latent_size: [5, 5, 5, 5],
    optimizer: ["adam", "adam", "adam", "adam"],
    seed: [0, 1, 0, 1],
    status: ["converged", "converged", "converged", "converged"],
    validation_mse: [0.4, 0.1, 0.3, 0.3],
    test_mse: [0.5, 0.5, 0.45, 0.45],
    test_r2: [0.5, 0.5, 0.55, 0.55],
    test_reconstruction: [1, 1, 1, 1],
    epochs: [9, 9, 9, 9],
  });
  const axes = sweepAxes({ axes: levels }), manifest = { axes: levels };
  return { results, axes, manifest, folder: "outputs/a" } as unknown as ResultFolder;
}

Deno.test("chooseRun() says by which error it chose, and where the summary lists another model first: by hand", () => {
  // Geometric means over seeds: √(0.4 × 0.1) = 0.2 below 0.3.
  const { row, why } = chooseRun(folder());
  assert.equal(row.run, "b");
  assert.equal(
    why,
    "the best configuration of 2 models on validation samples (validation MSE 0.200), of its 2 runs the one with the lowest " +
      "error; that of iwae has a lower test MSE, so the summary lists it first",
  );
  const iwae = chooseRun(folder(), { best: "iwae" });
  assert.match(iwae.why, /^the best configuration of iwae on validation samples .*lowest error$/);
});
