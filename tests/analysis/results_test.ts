import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { importance } from "../../lib/analysis/importance.ts";
import { readResults, selectRuns } from "../../lib/analysis/results.ts";
import { InputError } from "../../lib/errors.ts";
import { cells, shuffled, sweep, withoutOption } from "./_sweeps.ts";

const AXES = {
  model: ["vae", "iwae"],
  learning_rate: [0.1, 1e-4, 0.01],
  kl_weight: [1, 2],
  seed: [7, 3],
};
const frame = sweep(cells(AXES), () => 0.5);

/** The axes that the frame has. */
const NAMES = ["kl_weight", "learning_rate", "model"];

Deno.test("readResults() takes the study's axes where no others are named, levels in order", () => {
  const read = readResults(frame.filter(pl.col("kl_weight").eq(pl.lit(1))));
  const shown = read.axes.map(({ name, levels }) => `${name}: ${levels.join()}`);
  assert.deepEqual(shown, ["learning_rate: 0.0001,0.01,0.1", "model: iwae,vae"]);
});

Deno.test("readResults() refuses runs that differ in no axis, and says in what they differ", () => {
  assert.throws(
    () => readResults(frame),
    (error: Error) =>
      error instanceof InputError &&
      error.message.includes("two have learning_rate 0.1, model vae, seed 7") &&
      error.message.includes("differ in kl_weight (1 and 2)") &&
      error.message.includes('axes: ["learning_rate","model","kl_weight"]'),
  );
  const twice = pl.concat([frame, frame]);
  assert.throws(() => readResults(twice, { axes: NAMES }), /keep one run of each/);
});

Deno.test("readResults() takes every axis that is named, levels in order", () => {
  const shown = readResults(frame, { axes: NAMES }).axes.map(({ name, levels }) =>
    `${name}: ${levels.join()}`
  );
  assert.deepEqual(shown, ["kl_weight: 1,2", "learning_rate: 0.0001,0.01,0.1", "model: iwae,vae"]);
  assert.deepEqual(readResults(frame, { axes: NAMES }).seed.levels, [3, 7]);
});

Deno.test("readResults() finds the same axes whatever the order of rows and columns", () => {
  const levels = (frame: pl.DataFrame) =>
    readResults(frame, { axes: NAMES }).axes.map(({ name, levels }) => [name, levels]);
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
  const { seed, axes } = selectRuns(readResults(frame, { axes: NAMES }), [1]);
  assert.deepEqual([seed.levels, [...seed.codes]], [[3, 7], [0]]);
  assert.deepEqual(axes.map((axis) => axis.levels), [[1], [0.1], ["vae"]]);
});

Deno.test("readResults() keeps an option that some models lack, at the level null; each model alone is complete", () => {
  const grid = cells({ model: ["info-vae", "vae"], kl_weight: [1, 4], latent_size: [2, 5] })
    .filter((cell) => cell.model === "vae" || cell.kl_weight === 1);
  const frame = withoutOption(
    sweep(grid, (_, i) => 0.1 + i / 10),
    "kl_weight",
    grid.map((cell) => cell.model === "vae" ? Number(cell.kl_weight) : NaN),
  );
  const axes = ["kl_weight", "latent_size", "model"];
  assert.deepEqual(readResults(frame, { axes }).axes[0]!.levels, [1, 4, null]);
  const totals = (by: string[]) =>
    importance(frame, { axes, by }).toRecords().filter((row) => row.kind === "total");
  assert.deepEqual(totals(["model"]).map((row) => [row.model, row.axes]), [
    ["info-vae", "latent_size"],
    ["vae", "kl_weight"],
    ["vae", "latent_size"],
  ]);
  // Over all models the option is nested in the model that has it: three cells for each latent size, and no hole.
  assert.deepEqual(totals([]).map((row) => row.axes), ["latent_size", "model (kl_weight)"]);
  assert.deepEqual(new Set(importance(frame, { axes }).getColumn("cells").toArray()), new Set([6]));
});

Deno.test("readResults() tells the word none, which an option may have, from no option", () => {
  const frame = sweep(
    cells({ model: ["iwae", "vae"], normalization: ["batch", "none"] }),
    (_, i) => 0.1 + i / 10,
  );
  const axes = ["model", "normalization"];
  assert.deepEqual(readResults(frame, { axes }).axes[1]!.levels, ["batch", "none"]);
  const effects = importance(frame, { axes }).toRecords();
  assert.ok(effects.some((row) => row.axes === "model × normalization"));
});
