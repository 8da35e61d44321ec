import { strict as assert } from "node:assert";
import { cpSync } from "node:fs";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { LINUX, rows, Sweep, sweep, temporary, TINY } from "./_sweep.ts";

/** Runs of which one converges before epoch 10, one stalls, two diverge and four reach it. */
const GRID = [
  ...TINY.map((word) => word === "sgd" ? "adam,sgd" : word),
  ..."--learning-rates 100,0.1,0.03,1e-3 --latent-sizes 2 --patience 3 --min-epochs 0".split(" "),
];

const capped = (
  cap: number,
  folder: string,
) => [...GRID, "--max-epochs", `${cap}`, "--out", folder];

/** What a run came to, by its place in the grid. */
function outcomes(folder: string): Record<string, string | undefined>[] {
  return rows(folder).map((row) => {
    const { optimizer, learning_rate, status, epochs, best_epoch, test_mse, validation_mse } = row;
    const { test_log_likelihood, knn_accuracy } = row;
    return {
      ...{ optimizer, learning_rate, status, epochs, best_epoch, test_mse, validation_mse },
      ...{ test_log_likelihood, knn_accuracy },
    };
  });
}

const count = (folder: string, status: string) =>
  rows(folder).filter((row) => row.status === status).length;

const small = temporary(), large = temporary();

/** A copy of the sweep under the smaller cap. */
function copyOfSmall(): string {
  const folder = temporary();
  cpSync(small, folder, { recursive: true });
  return folder;
}

Deno.test(
  "a larger cap runs anew what had reached the smaller one, and keeps the rest, as if all had been run with it",
  LINUX,
  async () => {
    assert.equal((await sweep(...capped(10, small))).code, 0);
    assert.equal((await sweep(...capped(25, large))).code, 0);
    assert.deepEqual(
      ["converged", "max_epochs", "stalled", "diverged"].map((status) => count(small, status)),
      [1, 4, 1, 2],
    );
    assert.notDeepEqual(outcomes(small), outcomes(large));
    const folder = copyOfSmall(), before = rows(folder);
    const { code, out, err } = await sweep(...capped(25, folder));
    assert.equal(code, 0, err);
    assert.match(
      err,
      /: kept 4 runs that had ended before epoch 10; 4 runs that had not, from the first epoch\n/,
    );
    assert.match(out, /runs +8, 4 of them done before/);
    assert.deepEqual(outcomes(folder), outcomes(large));
    // Nothing is lost: what the smaller cap ended stays in the journals, and what is kept is the same run.
    const runs = new Set(rows(folder).map(({ run }) => run));
    for (const { run, status } of before) assert.equal(runs.has(run), status !== "max_epochs");
    assert.equal(readJournals(`${folder}/runs`).records.length, 12);
    const { manifest, results, history, samples, latent, total } = openResultFolder(folder);
    assert.deepEqual([manifest.fixed.maxEpochs, total, results.height], [25, 8, 8]);
    const whole = openResultFolder(large);
    assert.equal(history.height, whole.history.height);
    assert.deepEqual([samples!.height, latent!.height], [
      whole.samples!.height,
      whole.latent!.height,
    ]);
    const { done, stalled, diverged, left } = sweepStatus(folder);
    assert.deepEqual([done, stalled, diverged, left], [5, 1, 2, 0]);
    // Nothing is left to do, and a smaller cap than the folder's is refused.
    assert.match((await sweep(...capped(25, folder))).out, /runs +8, 8 of them done before/);
    assert.deepEqual(outcomes(folder), outcomes(large));
    const lower = await sweep(...capped(10, folder));
    assert.equal(lower.code, 2);
    assert.match(lower.err, /holds results of other data or options \(max-epochs was 25, now 10\)/);
  },
);

Deno.test(
  "a larger cap whose sweep is killed goes on where it was, and shows no run that the smaller cap ended",
  LINUX,
  async () => {
    const folder = copyOfSmall(),
      interrupted = new Sweep([...capped(25, folder), "--workers", "1"]);
    await interrupted.finishedRuns(1);
    interrupted.kill("SIGKILL");
    await interrupted.ended();
    const { results, samples, manifest } = openResultFolder(folder);
    assert.equal(manifest.fixed.maxEpochs, 25);
    assert.ok(results.height >= 5 && results.height < 8, `${results.height}`);
    const shown = new Set<unknown>(results.getColumn("run").toArray());
    for (const { run, status } of rows(small)) {
      assert.equal(shown.has(run), status !== "max_epochs");
    }
    for (const run of samples!.getColumn("run").toArray()) assert.ok(shown.has(run));
    const { done, stalled, diverged, left, running } = sweepStatus(folder);
    assert.equal(done + stalled + diverged, results.height);
    assert.equal(left + running, 8 - results.height);
    const { code, err } = await sweep(...capped(25, folder));
    assert.equal(code, 0, err);
    assert.deepEqual(outcomes(folder), outcomes(large));
  },
);

Deno.test("a larger cap is refused for a part of the grid, whose other runs it would leave behind", async () => {
  const part = capped(25, copyOfSmall()).map((word) => word === "adam,sgd" ? "adam" : word);
  const { code, err } = await sweep(...part);
  assert.equal(code, 2);
  assert.match(err, /\(max-epochs was 10, now 25\)/);
});

Deno.test("caps as an axis are runs of their own", LINUX, async () => {
  const folder = copyOfSmall();
  const axis = [...GRID, "--axis", "max-epochs=10,25", "--out", folder];
  const { code, out, err } = await sweep(...axis);
  assert.equal(code, 0, err);
  assert.match(out, /runs +16, 8 of them done before/);
  assert.deepEqual(rows(folder).map(({ max_epochs }) => max_epochs).sort(), [
    ...Array(8).fill("10"),
    ...Array(8).fill("25"),
  ]);
});
