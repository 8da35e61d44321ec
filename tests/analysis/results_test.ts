import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { importance } from "../../lib/analysis/importance.ts";
import { readResults, selectRuns } from "../../lib/analysis/results.ts";
import { InputError } from "../../lib/errors.ts";
import { resultsFrame } from "../../lib/sweep/store/results.ts";
import { cells, shuffled, sweep } from "./_sweeps.ts";

const AXES = {
  model: ["vae", "iwae"],
  learning_rate: [0.1, 1e-4, 0.01],
  kl_weight: [1, 2],
  seed: [7, 3],
};
const frame = sweep(cells(AXES), () => 0.5);

Deno.test("readResults() takes every varying column that is no outcome for an axis, levels in order", () => {
  const shown = readResults(frame).axes.map(({ name, levels }) => `${name}: ${levels.join()}`);
  assert.deepEqual(shown, ["kl_weight: 1,2", "learning_rate: 0.0001,0.01,0.1", "model: iwae,vae"]);
  assert.deepEqual(readResults(frame).seed.levels, [3, 7]);
});

Deno.test("readResults() finds the same axes whatever the order of rows and columns", () => {
  const levels = (frame: pl.DataFrame) =>
    readResults(frame).axes.map(({ name, levels }) => [name, levels]);
  assert.deepEqual(levels(shuffled(frame, 1)), levels(frame));
});

Deno.test("readResults() leaves an axis of one level out unless it is asked for", () => {
  const one = sweep(cells({ optimizer: ["adam"], latent_size: [2, 5] }), () => 0.5);
  assert.deepEqual(readResults(one).axes.map((axis) => axis.name), ["latent_size"]);
  const { axes } = readResults(one, { axes: ["optimizer", "latent_size"] });
  assert.deepEqual(axes.map((axis) => axis.levels.length), [1, 2]);
});

Deno.test("readResults() refuses what it cannot read, and says what there is", () => {
  assert.throws(() => readResults(frame.head(0)), InputError);
  assert.throws(
    () => readResults(frame.drop("status")),
    /column status: the results have run, model/,
  );
  assert.throws(() => readResults(frame, { axes: ["momentum"] }), /column momentum/);
  const gap = frame.withColumns(pl.Series("seed", [null, ...Array(23).fill(1)], pl.Float64));
  assert.throws(() => readResults(gap), /without a seed/);
  const odd = frame.withColumns(
    pl.Series("status", [...Array(23).fill("converged"), "crashed"], pl.Utf8),
  );
  assert.throws(() => readResults(odd), /status crashed/);
});

Deno.test("selectRuns() keeps the seeds' numbering, so that groups can be resampled alike", () => {
  const { seed, axes } = selectRuns(readResults(frame), [1]);
  assert.deepEqual([seed.levels, [...seed.codes]], [[3, 7], [0]]);
  assert.deepEqual(axes.map((axis) => axis.levels), [[1], [0.1], ["vae"]]);
});

Deno.test("readResults() keeps an option that some models lack, at the level none; each model alone is complete", () => {
  const grid = cells({ model: ["info-vae", "vae"], kl_weight: [1, 4], latent_size: [2, 5] })
    .filter((cell) => cell.model === "vae" || cell.kl_weight === 1);
  const full = sweep(grid, (_, i) => 0.1 + i / 10);
  const frame = full.withColumns(
    pl.Series(
      "kl_weight",
      grid.map((cell) => cell.model === "vae" ? Number(cell.kl_weight) : null),
      pl.Float64,
    ),
  );
  assert.deepEqual(readResults(frame).axes[0]!.levels, [1, 4, "none"]);
  const effects = importance(frame, { by: ["model"] }).toRecords().filter((row) =>
    row.kind === "total"
  );
  assert.deepEqual(effects.map((row) => [row.model, row.axes, row.importance === 0]), [
    ["info-vae", "kl_weight", true],
    ["info-vae", "latent_size", false],
    ["vae", "kl_weight", false],
    ["vae", "latent_size", false],
  ]);
  assert.throws(() => importance(frame), /kl_weight none, latent_size 2, model vae/);
});

Deno.test("readResults() takes no column that a sweep writes for an axis but the hyper-parameters", () => {
  // Every column varies: its cells are numbered.
  const columns = resultsFrame([]).columns, rows = [0, 1];
  const frame = pl.DataFrame(
    Object.fromEntries(
      columns.map((name) => [name, name === "status" ? ["failed", "failed"] : rows]),
    ),
  );
  const names = readResults(frame).axes.map((axis) => axis.name);
  assert.deepEqual(names, ["latent_size", "learning_rate", "model", "optimizer"]);
});
