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
  assert.deepEqual([finished!.correlation, finished!.runs, finished!.left_out], [-1, 4, 2]);
  assert.ok(Math.abs(Number(ranked!.correlation)) < 1e-12);
  assert.deepEqual([ranked!.runs, ranked!.left_out, ranked!.diverged_runs], [5, 1, "rank"]);
});

Deno.test("reconstructionAndDownstream() leaves runs without an accuracy aside and counts them", () => {
  const [, finished] = reconstructionAndDownstream(frame, accuracy.head(2), { by: ["model"] })
    .toRecords();
  assert.deepEqual([finished!.model, finished!.runs, finished!.left_out, finished!.low], [
    "vae",
    2,
    4,
    null,
  ]);
  assert.throws(() => reconstructionAndDownstream(frame, accuracy.head(0)), InputError);
});
