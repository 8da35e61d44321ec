import { strict as assert } from "node:assert";
import { configurations } from "../../lib/analysis/configurations.ts";
import { effects } from "../../lib/analysis/effects.ts";
import { factorialGrid } from "../../lib/analysis/factorial_grid.ts";
import { importance } from "../../lib/analysis/importance.ts";
import { responseOf } from "../../lib/analysis/response.ts";
import { readResults } from "../../lib/analysis/results.ts";
import { toRunRows } from "../../lib/analysis/run_rows.ts";
import { assertClose } from "./_reference.ts";
import { cells, shuffled, sweep } from "./_sweeps.ts";

const AXES = { optimizer: ["adam", "sgd"], split_seed: [2, 10], seed: [0, 1, 2] };

/** log10 of the error: adam −2, sgd −1; a split adds 0 or 0.3, its seeds −0.1, 0 and 0.1. */
const outcome = ({ optimizer, split_seed, seed }: Record<string, string | number>) =>
  10 ** ((optimizer === "adam" ? -2 : -1) + (split_seed === 2 ? 0 : 0.3) + 0.1 * (+seed! - 1));
const crossed = sweep(cells(AXES), outcome);

Deno.test("readResults() takes the split for the unit of noise where split seeds are crossed with seeds", () => {
  for (const frame of [crossed, shuffled(crossed, 5)]) {
    const results = readResults(frame);
    assert.deepEqual(results.axes.map(({ name }) => name), ["optimizer"]);
    assert.deepEqual([results.seed.name, results.seed.levels], ["split_seed", [2, 10]]);
    assert.equal(results.repetition.levels.length, 6);
    assert.equal(results.repetition.levels[0], "2, seed 0");
  }
  const one = readResults(sweep(cells({ ...AXES, split_seed: [7] }), outcome));
  assert.deepEqual(one.seed.levels, [7], "several seeds on one split say nothing of other splits");
});

Deno.test("readResults() takes the seed where each has its own split, as results of earlier versions do", () => {
  const axes = { optimizer: ["adam", "sgd"], seed: [0, 1] };
  const before = sweep(cells(axes), () => 0.1);
  const now = sweep(cells(axes).map((cell) => ({ ...cell, split_seed: cell.seed! })), () => 0.1);
  for (const frame of [before, now]) {
    const { seed, repetition } = readResults(frame);
    assert.deepEqual([seed.name, seed.levels], ["seed", [0, 1]]);
    assert.equal(repetition, seed);
  }
});

Deno.test("configurations() and factorialGrid() average the seeds of a split", () => {
  const results = readResults(shuffled(crossed, 3)), { values } = responseOf(results, { worst: 9 });
  const [adam, sgd] = configurations(results, values);
  assertClose([...adam!.values, ...sgd!.values], [-2, -1.7, -1, -0.7], 1e-12);
  assert.deepEqual([adam!.outcomes, adam!.score.toFixed(3)], [6, "-1.850"]);
  const grid = factorialGrid(results, values);
  assert.deepEqual([grid.seeds, grid.seedLevels, grid.sizes], [2, [2, 10], [2]]);
  assertClose(grid.values, [-2, -1.7, -1, -0.7], 1e-12);
});

Deno.test("factorialGrid() names the seeds of splits that it leaves out, and averages those that are left", () => {
  const frame = sweep(
    cells(AXES),
    (cell) =>
      cell.optimizer === "sgd" && cell.split_seed === 10 && cell.seed === 2
        ? "failed"
        : outcome(cell),
  );
  const results = readResults(frame), { values } = responseOf(results, { worst: 9 });
  assert.throws(
    () => factorialGrid(results, values),
    /1 runs are missing or failed: optimizer sgd, split_seed 10, seed 2/,
  );
  const grid = factorialGrid(results, values, { onMissing: "largest" });
  assert.equal(grid.dropped, "split_seed 10, seed 2");
  // Without the seed that adds 0.1, the second split's mean is 0.05 lower.
  assertClose(grid.values, [-2, -1.75, -1, -0.75], 1e-12);
});

Deno.test("importance() and effects() of a crossed sweep are those of its splits' means", () => {
  const means = sweep(
    cells({ optimizer: ["adam", "sgd"], seed: [2, 10] }),
    (cell) => outcome({ ...cell, split_seed: cell.seed!, seed: 1 }),
  );
  for (const table of [importance, effects]) {
    const options = { worst: 9, onMissing: "largest" } as const;
    const [a, b] = [crossed, means].map((frame) => table(frame, options).toRecords());
    assert.equal(a!.length, b!.length);
    a!.forEach((row, i) =>
      Object.entries(row).forEach(([name, value]) => {
        if (typeof value === "number") assertClose([value], [b![i]![name] as number], 1e-9);
        else assert.equal(value, b![i]![name], name);
      })
    );
  }
});

Deno.test("toRunRows() tells the seeds of a crossed sweep apart, and refuses a run twice", () => {
  const row = {
    ...{ run: "a", model: "vae", learning_rate: 1, latent_size: 2, optimizer: "sgd", seed: 0 },
    ...{ status: "converged", epochs: 1, test_reconstruction: 1, test_mse: 1, test_r2: 0 },
  };
  const rows = [{ ...row, split_seed: 0 }, { ...row, split_seed: 1 }];
  assert.equal(toRunRows(rows).length, 2);
  assert.throws(() => toRunRows([...rows, rows[1]!]), /two have .*split_seed 1, seed 0; keep one/);
});
