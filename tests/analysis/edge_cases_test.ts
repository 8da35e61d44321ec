/** Every table on every kind of results that analyses fall over, whatever else is tested of it. */

import assert from "node:assert/strict";
import pl from "nodejs-polars";
import * as analysis from "../../lib/analysis/mod.ts";
import { downstreamOfResults } from "../../lib/sweep/store/downstream.ts";
import { InputError } from "../../lib/errors.ts";
import { type Cell, cells, noise, shuffled, sweep } from "./_sweeps.ts";

const GRID = {
  model: ["iwae", "vae"],
  learning_rate: [0.001, 0.01, 0.1],
  latent_size: [5, 20],
  optimizer: ["adam", "rmsprop", "sgd"],
  seed: [0, 1, 2],
};
const draws = noise(21, 400, 0.02);

type Outcome = Parameters<typeof sweep>[1];
const error: Outcome = ({ learning_rate, optimizer, seed }, i) =>
  optimizer === "sgd" && learning_rate === 0.1 ? "diverged" : 10 **
    (-0.5 + 0.1 * (Math.log10(Number(learning_rate)) + 2) ** 2 + draws[i]! + 0.01 * Number(seed));

/** With all that a sweep's results have. */
function world(grid: Cell[], outcome: Outcome = error): pl.DataFrame {
  const frame = sweep(grid, outcome), status = frame.getColumn("status").toArray();
  const finished = (value: number) =>
    status.map((one, i) => one === "converged" ? value + 0.1 * Math.abs(draws[i % 400]!) : null);
  return frame.withColumns(
    pl.Series("knn_accuracy", finished(0.7), pl.Float64),
    pl.Series("logistic_accuracy", finished(0.8), pl.Float64),
    pl.Series("active_units", finished(3).map((v) => v && Math.round(v)), pl.Int64),
    pl.Series("effective_rank", finished(2), pl.Float64),
    pl.Series("epochs", status.map(() => 2), pl.Int64),
    pl.Series("best_epoch", finished(2).map((v) => v && 2), pl.Int64),
    pl.Series("validation_loss", finished(1), pl.Float64),
  );
}

const finishedRuns = (frame: pl.DataFrame) =>
  frame.filter(pl.col("status").eq(pl.lit("converged"))).getColumn("run").toArray() as string[];

const history = (frame: pl.DataFrame) => {
  const rows = finishedRuns(frame).flatMap((run) => [1, 2].map((epoch) => ({ run, epoch })));
  return pl.DataFrame([
    pl.Series("run", rows.map(({ run }) => run), pl.Utf8),
    pl.Series("epoch", rows.map(({ epoch }) => epoch), pl.Float64),
    pl.Series("validation_loss", rows.map(({ epoch }) => 2 / epoch), pl.Float64),
    pl.Series("reconstruction", rows.map(({ epoch }) => 2 / epoch), pl.Float64),
  ]);
};

const errors = (frame: pl.DataFrame) => {
  const runs = finishedRuns(frame);
  return pl.DataFrame([
    pl.Series("run", runs, pl.Utf8),
    pl.Series("cancer_type", runs.map(() => "BRCA"), pl.Utf8),
    pl.Series("mse", runs.map((run) => 0.3 + 0.1 * (Number(run.slice(3)) % 7)), pl.Float64),
    pl.Series("mean_predictor_mse", runs.map(() => 1), pl.Float64),
  ]);
};

const baselines = pl.DataFrame(
  [0, 1, 2].flatMap((seed) =>
    [0, 5, 20].map((components) => ({
      split_seed: seed,
      components,
      test_mse: 1 / (1 + components),
    }))
  ),
);

const PART = { onMissing: "largest" } as const;
const TABLES: Record<string, (frame: pl.DataFrame) => pl.DataFrame> = {
  baselineComparison: (frame) => analysis.baselineComparison(frame, baselines),
  bestLearningRate: (frame) => analysis.bestLearningRate(frame),
  cancerTypeSensitivity: (frame) => analysis.cancerTypeSensitivity(frame, errors(frame), PART),
  claimRobustness: (frame) => analysis.claimRobustness(frame, PART),
  claims: (frame) => analysis.claims(frame, PART),
  compareOptimizers: (frame) => analysis.compareOptimizers(frame),
  divergence: (frame) => analysis.divergence(frame),
  downstreamBySize: (frame) => analysis.downstreamBySize(frame, downstreamOfResults(frame)),
  downstreamPoints: (frame) => analysis.downstreamPoints(frame, downstreamOfResults(frame)),
  effects: (frame) => analysis.effects(frame, { ...PART, by: ["model"] }),
  expectedBestCurve: (frame) => analysis.expectedBestCurve(frame),
  importance: (frame) => analysis.importance(frame, PART),
  latentUse: (frame) => analysis.latentUse(frame),
  learningRateTrend: (frame) => analysis.learningRateTrend(frame),
  modelSensitivity: (frame) => analysis.modelSensitivity(frame),
  performanceProfiles: (frame) => analysis.performanceProfiles(frame),
  reconstructionAndDownstream: (frame) =>
    analysis.reconstructionAndDownstream(frame, downstreamOfResults(frame)),
  searchRanges: (frame) => analysis.searchRanges(frame, PART),
  stoppingSensitivity: (frame) => analysis.stoppingSensitivity(frame, history(frame), PART),
  tunability: (frame) => analysis.tunability(frame),
  minimumDetectableDifference: (frame) => analysis.minimumDetectableDifference(frame),
  varianceComponents: (frame) => analysis.varianceComponents(crossed(frame)),
};

/** Every run once more on another split. */
function crossed(frame: pl.DataFrame): pl.DataFrame {
  const on = (split: number) =>
    frame.withColumns(pl.Series("split_seed", Array(frame.height).fill(split), pl.Float64));
  return pl.concat([on(0), on(1)], { how: "vertical" });
}

const ONE = { model: ["vae"], learning_rate: [0.01], latent_size: [5], optimizer: ["adam"] };
const WORLDS: Record<string, pl.DataFrame> = {
  "a whole grid": world(cells(GRID)),
  "missing cells": world(cells(GRID).filter((_, i) => i % 31 !== 7)),
  "failed runs": world(cells(GRID), (cell, i) => i % 17 === 5 ? "failed" : error(cell, i)),
  "one level only": world(cells({ ...ONE, seed: [0, 1, 2] })),
  "one run": world(cells({ ...ONE, seed: [0] })),
  "all runs diverged": world(cells(GRID), () => "diverged"),
  "all runs failed": world(cells(GRID), () => "failed"),
  "a single seed": world(cells({ ...GRID, seed: [1] })),
  "a constant error": world(cells(GRID), () => 0.5),
};

for (const [name, table] of Object.entries(TABLES)) {
  Deno.test(`${name}() answers or refuses, and never with a number that is none`, () => {
    for (const [where, frame] of Object.entries(WORLDS)) {
      let rows: Record<string, unknown>[];
      try {
        rows = table(frame).toRecords();
      } catch (error) {
        assert.ok(error instanceof InputError, `${where}: ${(error as Error).stack}`);
        assert.notEqual(where, "a whole grid", error.message);
        continue;
      }
      for (const value of rows.flatMap((row) => Object.values(row))) {
        assert.ok(typeof value !== "number" || Number.isFinite(value), `${where}: ${value}`);
        assert.ok(!/NaN|undefined|Infinity/.test(String(value)), `${where}: ${value}`);
      }
    }
  });

  Deno.test(`${name}() does not depend on the order of rows and columns`, () => {
    const frame = WORLDS["a whole grid"]!;
    const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row, short)).sort();
    assert.deepEqual(
      sorted(table(shuffled(frame, 5)).toRecords()),
      sorted(table(frame).toRecords()),
    );
  });
}

/** Sums in another order differ in their last digits. */
function short(_key: string, value: unknown): unknown {
  return typeof value === "number"
    ? Math.abs(value) < 1e-12 ? 0 : Number(value.toPrecision(9))
    : value;
}
