import assert from "node:assert/strict";
import { conditionalImportance } from "../../lib/analysis/conditional_importance.ts";
import { assertClose } from "./_reference.ts";
import { cells, noise, shuffled, sweep } from "./_sweeps.ts";

const AXES = {
  model: ["iwae", "vae"],
  learning_rate: [0.001, 0.01, 0.1],
  latent_size: [2, 5, 9, 20],
  optimizer: ["adam", "sgd"],
  seed: [0, 1, 2],
};
const grid = cells(AXES), draws = noise(3, grid.length, 0.001);

/** Best at 0.01 with Adam and at 0.1 with SGD; what then is left is the latent size's. */
const frame = sweep(grid, ({ learning_rate, optimizer, latent_size }, i) => {
  const best = optimizer === "adam" ? -2 : -1, off = Math.log10(Number(learning_rate)) - best;
  return 10 ** (-1 + 0.2 * Math.abs(off) - 0.05 * Math.log10(Number(latent_size)) + draws[i]!);
});
const quick = { permutations: 99, draws: 20 };

Deno.test("conditionalImportance() given the best learning rate is the latent size's, where rates held all", () => {
  const rows = conditionalImportance(frame, quick).toRecords()
    .filter((row) => row.given === "best learning rate");
  assert.deepEqual(rows.map((row) => `${row.model} ${row.axis} ${row.cells}`), [
    "all latent_size 16",
    "all model 16",
    "all optimizer 16",
    "iwae latent_size 8",
    "iwae optimizer 8",
    "vae latent_size 8",
    "vae optimizer 8",
  ]);
  for (const { axis, share, random, p_value } of rows.map((row) => row as Record<string, number>)) {
    const size = String(axis) === "latent_size";
    assert.ok(
      size ? share! > 0.97 && random! < 0.5 && p_value! <= 0.02 : share! < 0.02,
      `${axis} ${share}`,
    );
  }
  assert.ok(rows.every((row) => Number(row.noise) > 0 && Number(row.noise) < 0.05));
});

Deno.test("conditionalImportance() within the best quarter counts levels and cells, and says on what it was chosen", () => {
  const [row] = conditionalImportance(frame, quick).toRecords()
    .filter((row) =>
      row.given === "best quarter" && row.model === "all" && row.axis === "learning_rate"
    );
  // 12 of 48 cells: the best rates of both optimizers.
  assert.deepEqual([row!.cells, row!.of_cells, row!.levels, row!.chosen_on], [12, 48, 2, "test"]);
});

Deno.test("conditionalImportance() takes the best learning rate within each reduction of the loss", () => {
  // Summed 0.01 is best, averaged 0.1: held at these, nothing but the latent size is left.
  const grid = cells({
    reduction: ["mean", "sum"],
    learning_rate: [0.1, 0.01],
    latent_size: [2, 5],
    optimizer: ["sgd"],
  });
  const axes = ["reduction", "learning_rate", "latent_size", "optimizer"];
  const both = sweep(
    grid,
    ({ reduction, learning_rate, latent_size }) =>
      ((reduction === "mean") === (learning_rate === 0.1) ? 0.1 : 0.5) / Number(latent_size),
  );
  const rows = conditionalImportance(both, { ...quick, axes }).toRecords()
    .filter(({ given }) => given === "best learning rate");
  const shares = new Map(rows.map(({ axis, share }) => [axis, share]));
  assertClose([shares.get("latent_size"), shares.get("reduction")].map(Number), [1, 0], 1e-12);
});

Deno.test("conditionalImportance() of the best quarter with one seed is what a hand computes", () => {
  // The two lowest of eight: sizes 9 and 20 with Adam; one level of the optimizer is left, and the size explains all.
  const exponents = [-1, -0.5, -2, -0.7, -3, -0.8, -4, -0.9];
  const one = sweep(
    cells({ latent_size: [2, 5, 9, 20], optimizer: ["adam", "sgd"] }),
    (_, i) => 10 ** exponents[i]!,
  );
  const rows = conditionalImportance(one, quick).toRecords();
  assertClose(rows.map((row) => Number(row.share)), [1, 0], 1e-12);
  assert.deepEqual(rows.map((row) => [row.given, row.levels, row.noise]), [[
    "best quarter",
    2,
    null,
  ], ["best quarter", 1, null]]);
});

Deno.test("conditionalImportance() does not depend on order, and takes incomplete grids and an optimizer that all diverged", () => {
  const rows = conditionalImportance(frame, quick).toRecords();
  assert.deepEqual(conditionalImportance(shuffled(frame, 2), quick).toRecords(), rows);
  const holes = sweep(
    grid.filter((_, i) => i % 7 > 0),
    ({ optimizer, latent_size }, i) =>
      optimizer === "sgd" ? "diverged" : 0.1 + Number(latent_size) / 100 + draws[i]!,
  );
  const found = conditionalImportance(holes, quick).toRecords();
  assert.ok(
    found.length > 0 && found.every((row) => row.share === null || Number(row.share) <= 1 + 1e-9),
  );
  const alike = conditionalImportance(sweep(grid, () => "diverged"), quick).toRecords();
  assert.ok(alike.every((row) => row.share === null && row.p_value === null));
});
