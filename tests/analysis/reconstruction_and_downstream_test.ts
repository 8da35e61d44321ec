import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { reconstructionAndDownstream } from "../../lib/analysis/reconstruction_and_downstream.ts";
import { InputError } from "../../lib/errors.ts";
import { cells, sweep } from "./_sweeps.ts";

const frame = sweep(
  cells({ model: ["vae"], latent_size: [1, 2, 3, 4, 5, 6] }),
  (_, i) => ([0.1, 0.2, 0.3, 0.4, "diverged", "failed"] as const)[i]!,
);
const accuracy = pl.DataFrame({
  run: ["run0", "run1", "run2", "run3"],
  classifier: Array(4).fill("nearest neighbours"),
  balanced_accuracy: [0.6, 0.7, 0.8, 0.9],
});

Deno.test("reconstructionAndDownstream() correlates by hand, with diverged runs last in both and without them", () => {
  const [ranked, finished] = reconstructionAndDownstream(frame, accuracy).toRecords();
  // Finished runs are exactly opposed. With one last in both: Σd² = 9 + 1 + 1 + 9 = 20, ρ = 1 − 6 · 20 / (5 · 24) = 0.
  assert.deepEqual([finished!.correlation, finished!.configurations, finished!.left_out], [
    -1,
    4,
    2,
  ]);
  assert.ok(Math.abs(Number(ranked!.correlation)) < 1e-12);
  assert.deepEqual([ranked!.configurations, ranked!.left_out, ranked!.diverged_runs], [
    5,
    1,
    "rank",
  ]);
});

Deno.test("reconstructionAndDownstream() leaves runs without an accuracy aside and counts them", () => {
  const [, finished] = reconstructionAndDownstream(frame, accuracy.head(2), { by: ["model"] })
    .toRecords();
  assert.deepEqual([finished!.model, finished!.configurations, finished!.left_out, finished!.low], [
    "vae",
    2,
    4,
    null,
  ]);
  assert.throws(() => reconstructionAndDownstream(frame, accuracy.head(0)), InputError);
});

Deno.test("reconstructionAndDownstream() counts a configuration once, however many seeds it has", () => {
  // By configuration the errors 1, 2, 3, 4 have the accuracies 0.4, 0.3, 0.2, 0.1: seeds around them change nothing.
  const seeds = sweep(
    cells({ latent_size: [1, 2, 3, 4], seed: [0, 1, 2] }),
    ({ latent_size, seed }) => Number(latent_size) + 0.4 * (Number(seed) - 1),
  );
  const measured = pl.DataFrame({
    run: Array.from({ length: 12 }, (_, i) => `run${i}`),
    classifier: Array(12).fill("nearest neighbours"),
    balanced_accuracy: Array.from(
      { length: 12 },
      (_, i) => 0.4 - 0.1 * Math.floor(i / 3) + 0.2 * (i % 3 - 1),
    ),
  });
  const [, finished] = reconstructionAndDownstream(seeds, measured).toRecords();
  assert.deepEqual([finished!.configurations, finished!.correlation], [4, 1]);
  // Four of four in order are no proof: no interval of no width.
  assert.equal(finished!.low, null);
});
