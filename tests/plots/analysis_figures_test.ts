import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import type { TopLevelSpec } from "vega-lite";
import { compile as compileOld } from "vega-lite-5.6.1";
import type { ComparisonRow, DivergenceRow } from "../../lib/analysis/mod.ts";
import { InputError } from "../../lib/errors.ts";
import { criticalDifferenceDiagram } from "../../lib/plots/critical_difference_diagram.ts";
import { divergenceMap } from "../../lib/plots/divergence_map.ts";
import { importanceBars } from "../../lib/plots/importance_bars.ts";
import { lossCurves } from "../../lib/plots/loss_curves.ts";
import { parallelCoordinates } from "../../lib/plots/parallel_coordinates.ts";
import { renderSvg } from "../../lib/plots/render.ts";
import { analysisTables } from "../../lib/report/analysis_tables.ts";
import { reportFigures } from "../../lib/report/report_figures.ts";
import { fakeFrames } from "./_fake_details.ts";
import { fakeRows } from "./_fake_rows.ts";
import { SMALL, valuesOf } from "./_specification.ts";

const rows = fakeRows({ ...SMALL, seeds: [0, 1] }).map((row) => ({
  ...row,
  best_epoch: row.epochs,
  validation_loss: row.test_reconstruction,
}));
const history = rows.filter((row) => row.test_mse !== null).flatMap(({ run, epochs }) =>
  Array.from({ length: epochs! }, (_, i) => ({
    run,
    epoch: i + 1,
    validation_loss: 9 / (i + 1),
    reconstruction: 9 / (i + 1),
  }))
);
const frames = {
  results: pl.DataFrame(rows),
  history: pl.DataFrame(history),
  ...fakeFrames(rows),
};
const figures = reportFigures(frames, analysisTables(frames));

for (const { name, spec, page, problem } of figures) {
  Deno.test(`${name}: drawn without a complaint, also compiled by the notebooks' Vega-Lite`, async () => {
    assert.equal(problem, "");
    const svg = await renderSvg(spec!);
    assert.ok(!/NaN|undefined|Infinity/.test(svg.replaceAll(/aria-label="[^"]*"/g, "")));
    compileOld(structuredClone(page ?? spec) as never);
  });
}

Deno.test("every figure says how many runs or configurations it shows", () => {
  for (const { name, spec } of figures) {
    const { subtitle } = (spec as unknown as { title: { subtitle: string[] } }).title;
    assert.match(subtitle.join(" "), /\d/, name);
    assert.doesNotMatch(subtitle.join(" "), /false|undefined|null|NaN| {2}/, name);
  }
});

const comparison = (optimizer: string, mean_rank: number): ComparisonRow =>
  ({
    optimizer,
    mean_rank,
    within: "",
    view: "best",
    chosen_on: "validation",
    treatment: "rank",
    response: "rank of test_mse",
    mean_score: 0,
    wins: 0,
    critical_difference: 0.8,
    chi_square: 9,
    p_value: 0.01,
    iman_davenport_p_value: 0.01,
    blocks: 24,
    blocks_of: "latent_size × model",
  }) as ComparisonRow;

/** The bars that join optimizers: pairs of ranks from the layer of thick rules. */
function joined(spec: TopLevelSpec): number[][] {
  const { vconcat } = spec as unknown as {
    vconcat: {
      layer: { mark: { strokeWidth?: number }; data: { values: { from: number; to: number }[] } }[];
    }[];
  };
  const bars = vconcat[0]!.layer.find(({ mark }) => mark.strokeWidth === 5);
  return (bars?.data.values ?? []).map(({ from, to }) => [from, to]);
}

Deno.test("criticalDifferenceDiagram() joins just those within the critical difference", () => {
  const four = [["a", 1.2], ["b", 1.9], ["c", 2.6], ["d", 4]] as const;
  const spec = criticalDifferenceDiagram(four.map(([name, rank]) => comparison(name, rank)));
  assert.deepEqual(joined(spec), [[1.2, 1.9], [1.9, 2.6]]);
});

Deno.test("criticalDifferenceDiagram() joins none that differ, and all of equal rank by one bar", () => {
  const apart = criticalDifferenceDiagram([comparison("a", 1), comparison("b", 2)]);
  assert.deepEqual(joined(apart), []);
  const equal = criticalDifferenceDiagram(["a", "b", "c"].map((name) => comparison(name, 2)));
  assert.deepEqual(joined(equal), [[2, 2]]);
});

Deno.test("divergenceMap() counts diverged and failed runs apart", () => {
  const cell = (level_1: string, diverged: number, failed: number): DivergenceRow => ({
    axes: "latent_size × learning_rate",
    axis_1: "latent_size",
    level_1,
    axis_2: "learning_rate",
    level_2: "0.1",
    over: "model, optimizer, seed",
    runs: 4,
    diverged,
    failed,
    share: diverged / 4,
    low: 0,
    high: 1,
  });
  const spec = divergenceMap([cell("10", 3, 0), cell("9", 1, 2)]);
  assert.deepEqual(valuesOf(spec).map(({ counts }) => counts), ["3/4", "1/4"]);
  const text = JSON.stringify(spec);
  assert.ok(text.includes("4 of 8 runs diverged") && text.includes("2 failed runs left out"));
  assert.ok(text.includes('"sort":["9","10"]'));
});

Deno.test("importanceBars() draws intervals only where there are several seeds", () => {
  const row = {
    axes: "optimizer",
    kind: "total",
    order: 1,
    degrees_of_freedom: 2,
    variance: 1,
    noise: null,
    importance: 0.7,
    response: "log10 test_mse",
    treatment: "clip",
    cells: 3,
    dropped: "",
  } as const;
  const rules = (spec: TopLevelSpec) => JSON.stringify(spec).match(/"type":"rule"/g)?.length ?? 0;
  assert.equal(rules(importanceBars([{ ...row, low: null, high: null, seeds: 1 }])), 0);
  assert.equal(rules(importanceBars([{ ...row, low: 0.6, high: 0.8, seeds: 3 }])), 1);
});

Deno.test("lossCurves() draws every finite loss and counts the runs without a finished epoch", () => {
  const spec = lossCurves(rows, [...history, {
    run: rows[0]!.run,
    epoch: 999,
    validation_loss: null,
  }]);
  assert.equal(valuesOf(spec).length, history.length);
  const without = rows.length - new Set(history.map(({ run }) => run)).size;
  assert.ok(JSON.stringify(spec).includes(`${without} left out`));
});

Deno.test("lossCurves() and parallelCoordinates() show the levels of a further axis", () => {
  const axes = ["batch_size"];
  const both = [32, 64].flatMap((batch_size) =>
    rows.map((row) => ({ ...row, run: `${row.run}-${batch_size}`, batch_size }))
  );
  const losses = both.map(({ run }) => ({ run, epoch: 1, validation_loss: 9 }));
  assert.throws(() => lossCurves(both, losses), InputError);
  const panels = new Set(
    valuesOf(lossCurves(both, losses, { axes })).map((point) => point.optimizer),
  );
  assert.deepEqual([...panels].sort(), [
    "Adam\nBatch size 32",
    "Adam\nBatch size 64",
    "SGD\nBatch size 32",
    "SGD\nBatch size 64",
  ]);
  assert.throws(() => parallelCoordinates(both), InputError);
  assert.ok(JSON.stringify(parallelCoordinates(both, { axes })).includes('"axis":"Batch size"'));
});

Deno.test("parallelCoordinates() has every run once on every axis, diverged ones above the end of the last", () => {
  const outcome = rows.filter(({ status }) => status !== "failed");
  const { layer } = parallelCoordinates(rows) as unknown as {
    layer: {
      data: { values?: { run: string; axis: string; position: number; mse: number | null }[] };
    }[];
  };
  const values = layer[0]!.data.values!, axes = new Set(values.map(({ axis }) => axis));
  assert.deepEqual([...axes], [
    "Model",
    "Optimizer",
    "Learning rate",
    "Latent size",
    "Seed",
    "Test MSE (log)",
  ]);
  assert.equal(values.length, outcome.length * axes.size);
  const last = values.filter(({ axis }) => axis === "Test MSE (log)");
  assert.ok(
    last.every(({ mse, position }) => mse === null ? position > 1 : position >= 0 && position <= 1),
  );
});
