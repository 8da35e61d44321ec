import assert from "node:assert/strict";
import { bestLearningRate } from "../../lib/analysis/best_learning_rate.ts";
import { REFERENCE, referenceSweep } from "./_reference.ts";
import { cells, sweep } from "./_sweeps.ts";

Deno.test("bestLearningRate() agrees with pandas", () => {
  const rows = bestLearningRate(referenceSweep()).toRecords();
  const found = Object.fromEntries(
    rows.map((row) => [`${row.model} ${row.optimizer} ${row.latent_size}`, row.best]),
  );
  assert.deepEqual(found, REFERENCE.sweep.best_learning_rate);
});

Deno.test("bestLearningRate() says how sure it is: margin, agreement of the seeds, edge of the grid", () => {
  // Seed 0 prefers 0.001, seeds 1 and 2 prefer 0.01, as does their mean.
  const exponents = [-2, -1.5, -1, -1.9, -1.8, -1.9];
  const frame = sweep(
    cells({ learning_rate: [0.001, 0.01], seed: [0, 1, 2] }),
    (_, i) => 10 ** exponents[i]!,
  );
  const [row] = bestLearningRate(frame, { by: [] }).toRecords();
  assert.equal(row!.best, 0.01);
  assert.ok(Math.abs(Number(row!.margin) - (5.6 - 4.5) / 3) < 1e-12);
  assert.ok(Math.abs(Number(row!.agreement) - 2 / 3) < 1e-12);
  assert.equal(row!.at_edge, true);
});

Deno.test("bestLearningRate() is null where every run diverged", () => {
  const frame = sweep(
    cells({ latent_size: [2, 5], learning_rate: [0.1, 0.01] }),
    ({ latent_size }) => latent_size === 2 ? "diverged" : 0.5,
  );
  const [two, five] = bestLearningRate(frame, { by: ["latent_size"] }).toRecords();
  assert.deepEqual([two!.best, two!.at_edge, two!.levels], [null, null, 2]);
  assert.equal(five!.best, 0.01);
});

Deno.test("bestLearningRate() with a further axis is that of the best configuration, compared with other rates", () => {
  const frame = sweep(
    cells({ kl_weight: [1, 2], learning_rate: [1e-4, 1e-3, 1e-2] }),
    (_, i) => [0.5, 0.3, 0.6, 0.4, 0.2, 0.9][i]!,
  );
  const axes = ["learning_rate", "kl_weight"];
  const [row] = bestLearningRate(frame, { by: [], axes }).toRecords();
  assert.deepEqual([row!.best, row!.levels, row!.at_edge], [0.001, 3, false]);
  assert.equal(row!.over, "learning_rate, kl_weight");
  assert.ok(Math.abs(Number(row!.margin) - Math.log10(2)) < 1e-12);
});

Deno.test("bestLearningRate() seeks one for each level of a further axis, unless it is told otherwise", () => {
  const frame = sweep(
    cells({
      model: ["vae"],
      optimizer: ["adam"],
      latent_size: [5],
      kl_weight: [1, 2],
      learning_rate: [1e-4, 1e-3, 1e-2],
    }),
    (_, i) => [0.5, 0.3, 0.6, 0.4, 0.7, 0.9][i]!,
  );
  const rows = bestLearningRate(frame, { axes: ["learning_rate", "kl_weight"] }).toRecords();
  assert.deepEqual(rows.map(({ kl_weight, best, over }) => [kl_weight, best, over]), [
    [1, 0.001, "learning_rate"],
    [2, 0.0001, "learning_rate"],
  ]);
});

Deno.test("bestLearningRate() of a sweep with one learning rate is that one", () => {
  const frame = sweep(cells({ latent_size: [2, 5], learning_rate: [0.01] }), () => 0.5);
  const rows = bestLearningRate(frame, { by: ["latent_size"] }).toRecords();
  assert.deepEqual(rows.map(({ best, levels, margin }) => [best, levels, margin]), [
    [0.01, 1, null],
    [0.01, 1, null],
  ]);
});
