import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { InputError } from "../../lib/errors.ts";
import { varianceComponents } from "../../lib/analysis/variance_components.ts";
import { assertClose } from "./_reference.ts";
import { cells, shuffled, sweep } from "./_sweeps.ts";

/** Two configurations; by split and seed [[1, 2], [3, 6]] and [[0, 0], [2, 4]]. */
const HAND: Record<string, number[]> = { adam: [1, 2, 3, 6], sgd: [0, 0, 2, 4] };
const GRID = { model: ["vae"], optimizer: ["adam", "sgd"], split_seed: [7, 9], seed: [0, 1] };
const options = { worst: 1e9 };
const hand = sweep(
  cells(GRID),
  ({ optimizer, split_seed, seed }) =>
    10 ** HAND[optimizer!]![2 * Number(split_seed === 9) + Number(seed)]!,
);

Deno.test("varianceComponents() of a 2 × 2 × 2 are those worked out by hand", () => {
  // Sums of squares: splits 9 + 9, seeds 4 + 1, residuals 1 + 1, each with 2 degrees of freedom: mean squares 9, 2.5 and 1.
  for (const frame of [hand, shuffled(hand, 8)]) {
    const rows = varianceComponents(frame, options).toRecords();
    assert.deepEqual(rows.map((row) => [row.model, row.component]), [
      ...[["all", "split"], ["all", "seed"], ["all", "residual"]],
      ...[["vae", "split"], ["vae", "seed"], ["vae", "residual"]],
    ]);
    for (const model of ["all", "vae"]) {
      const own = rows.filter((row) => row.model === model);
      assertClose(own.map((row) => Number(row.variance)), [(9 - 1) / 2, (2.5 - 1) / 2, 1], 1e-9);
      assertClose(own.map((row) => Number(row.standard_deviation)), [2, 0.75 ** 0.5, 1], 1e-9);
      assert.deepEqual(own.map((row) => row.degrees_of_freedom), [2, 2, 2]);
      assert.deepEqual([own[0]!.configurations, own[0]!.left_out], [2, 0]);
    }
  }
});

Deno.test("varianceComponents() agree with statsmodels, whatever the order of rows and columns", () => {
  const path = new URL("../fixtures/variance_components.json", import.meta.url);
  const reference = JSON.parse(Deno.readTextFileSync(path)), { runs } = reference;
  const status = runs.seed.map(() => "converged");
  const frame = shuffled(pl.DataFrame({ ...runs, status }), 4);
  const rows = varianceComponents(frame, options).toRecords();
  for (const model of ["all", "iwae", "vae"]) {
    const own = rows.filter((row) => row.model === model), known = reference.components[model];
    const expected = [known.split, known.seed, known.residual];
    assertClose(own.map((row) => Number(row.variance)), expected, 1e-9);
    assert.deepEqual(own.map((row) => row.degrees_of_freedom), known.degrees_of_freedom);
  }
});

Deno.test("varianceComponents() leave configurations without all runs out, counted, and give no root below 0", () => {
  const frame = sweep(
    cells(GRID),
    ({ optimizer, split_seed, seed }) =>
      optimizer === "sgd" && split_seed === 9
        ? "failed"
        : 10 ** ((split_seed === 9) === (seed === 1) ? 1 : 2),
  );
  const [split, , residual] = varianceComponents(frame, options).toRecords();
  assert.deepEqual([split!.configurations, split!.left_out], [1, 1]);
  // Interaction alone: the means of splits, and of seeds, are all 1.5.
  assertClose([Number(split!.variance), Number(residual!.variance)], [-0.5, 1], 1e-9);
  assert.equal(split!.standard_deviation, null);
});

Deno.test("varianceComponents() need two seeds on each of two splits", () => {
  const refused = (grid: Parameters<typeof cells>[0], message: RegExp) =>
    assert.throws(
      () => varianceComponents(sweep(cells(grid), () => 0.1)),
      (error: Error) => error instanceof InputError && message.test(error.message),
    );
  refused({ model: ["vae"], seed: [0, 1] }, /needs --split-seeds/);
  refused({ ...GRID, split_seed: [7] }, /needs --split-seeds/);
  refused({ ...GRID, seed: [0] }, /needs --split-seeds/);
  const failed = sweep(cells(GRID), ({ seed }) => seed === 0 ? "failed" : 0.1);
  assert.throws(() => varianceComponents(failed), /no configuration has a run of each seed/);
});
