import assert from "node:assert/strict";
import { compareOptimizers } from "../../lib/analysis/compare_optimizers.ts";
import { InputError } from "../../lib/errors.ts";
import { assertClose, REFERENCE, referenceSweep } from "./_reference.ts";
import { cells, shuffled, sweep } from "./_sweeps.ts";

Deno.test("compareOptimizers() agrees with pandas and SciPy in both views and treatments", () => {
  for (const row of compareOptimizers(referenceSweep()).toRecords()) {
    const expected = REFERENCE.sweep.optimizers[`${row.view} ${row.treatment}`];
    assertClose(
      [row.mean_rank, row.chi_square, row.p_value] as number[],
      [expected.mean_ranks[String(row.optimizer)], expected.chi_square, expected.p_value],
      1e-8,
    );
    assert.equal(row.blocks, 6);
  }
});

Deno.test("compareOptimizers() lets each optimizer tune its learning rate: the ranking may turn around", () => {
  const grid = cells({
    latent_size: [2, 5],
    optimizer: ["adam", "sgd"],
    learning_rate: [0.1, 0.001],
  });
  const frame = sweep(
    grid,
    ({ optimizer, learning_rate }) =>
      optimizer === "adam" ? 0.3 : learning_rate === 0.1 ? 0.2 : "diverged",
  );
  const rank = new Map(
    compareOptimizers(frame).toRecords().map((
      row,
    ) => [`${row.optimizer} ${row.view} ${row.treatment}`, row.mean_rank]),
  );
  assert.deepEqual([rank.get("sgd best clip"), rank.get("adam best clip")], [1, 2]);
  assert.deepEqual([rank.get("sgd grid clip"), rank.get("adam grid clip")], [2, 1]);
});

Deno.test("compareOptimizers() share ranks where all diverge, and do not depend on order", () => {
  const grid = cells({
    latent_size: [2, 5],
    optimizer: ["adam", "sgd"],
    learning_rate: [0.1, 0.001],
  });
  const frame = sweep(
    grid,
    ({ latent_size, optimizer }) =>
      latent_size === 2 ? "diverged" : optimizer === "sgd" ? 0.2 : 0.4,
  );
  const rows = compareOptimizers(frame).toRecords();
  assert.deepEqual(rows.slice(0, 2).map((row) => [row.mean_rank, row.wins]), [[1.75, 0], [
    1.25,
    0.5,
  ]]);
  assert.deepEqual(compareOptimizers(shuffled(frame, 1)).toRecords(), rows);
});

Deno.test("compareOptimizers() refuses a block without an optimizer, naming both", () => {
  const grid = cells({
    latent_size: [2, 5],
    optimizer: ["adam", "sgd"],
    learning_rate: [0.1, 0.001],
  });
  const frame = sweep(
    grid,
    ({ latent_size, optimizer }) => latent_size === 2 && optimizer === "sgd" ? "failed" : 0.5,
  );
  assert.throws(
    () => compareOptimizers(frame),
    (error: Error) =>
      error instanceof InputError && /sgd has no outcome at latent_size 2;/.test(error.message),
  );
});

Deno.test("compareOptimizers() compares within each reduction of the loss", () => {
  const grid = cells({
    reduction: ["mean", "sum"],
    latent_size: [2, 5],
    optimizer: ["adam", "sgd"],
    learning_rate: [0.1, 0.001],
  });
  const frame = sweep(
    grid,
    ({ reduction, optimizer }) => (optimizer === "sgd") === (reduction === "sum") ? 0.2 : 0.4,
  );
  const axes = ["reduction", "latent_size", "optimizer", "learning_rate"];
  const rows = compareOptimizers(frame, { axes }).toRecords()
    .filter(({ view, treatment }) => view === "best" && treatment === "rank");
  assert.deepEqual(
    rows.map(({ within, optimizer, mean_rank, blocks }) => [within, optimizer, mean_rank, blocks]),
    [
      ["reduction mean", "adam", 1, 2],
      ["reduction mean", "sgd", 2, 2],
      ["reduction sum", "adam", 2, 2],
      ["reduction sum", "sgd", 1, 2],
    ],
  );
  const reductions = compareOptimizers(frame, { axes, compare: "reduction" }).toRecords();
  assert.deepEqual([...new Set(reductions.map(({ within }) => within))], [""]);
});
