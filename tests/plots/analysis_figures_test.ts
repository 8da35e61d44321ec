import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import type { TopLevelSpec } from "vega-lite";
import { compile as compileOld } from "vega-lite-5.6.1";
import type { ComparisonRow, ConditionalRow, DivergenceRow } from "../../lib/analysis/mod.ts";
import { InputError } from "../../lib/errors.ts";
import { textWidth } from "../../lib/plots/_font.ts";
import { change } from "../../lib/plots/_words.ts";
import { conditionalImportancePlot } from "../../lib/plots/conditional_importance_plot.ts";
import { criticalDifferenceDiagram } from "../../lib/plots/critical_difference_diagram.ts";
import { divergenceMap } from "../../lib/plots/divergence_map.ts";
import { importanceBars } from "../../lib/plots/importance_bars.ts";
import { importanceByCapPlot } from "../../lib/plots/importance_by_cap_plot.ts";
import { lossCurves } from "../../lib/plots/loss_curves.ts";
import { parallelCoordinates } from "../../lib/plots/parallel_coordinates.ts";
import { performanceProfilePlot } from "../../lib/plots/performance_profile_plot.ts";
import { renderSvg } from "../../lib/plots/render.ts";
import { stoppingPlot } from "../../lib/plots/stopping_plot.ts";
import { tunabilityPlot } from "../../lib/plots/tunability_plot.ts";
import { TABLE_DEFINITIONS } from "../../lib/report/_table_definitions.ts";
import type { Frames } from "../../lib/report/_table_makers.ts";
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

/** Titles of upright axes that are longer than their panels, with how much; a heat map of few rows has room around it. */
function overhanging(svg: string): string[] {
  const titles = svg.matchAll(
    /role-axis-title"[^>]*>\s*<text text-anchor="middle"\s+transform="translate\([-\d.]+,([\d.]+)\) rotate\(-90\)[^>]*>([^<]+)<\/text>/g,
  );
  return [...titles].flatMap(([, middle, title]) => {
    const height = 2 * Number(middle), over = textWidth(title!, 12, 600) - height;
    return height > 150 && over > 0 ? [`${title}: ${Math.round(over)}`] : [];
  });
}

for (const { name, spec, page, problem } of figures) {
  Deno.test(`${name}: drawn without a complaint, also compiled by the notebooks' Vega-Lite`, async () => {
    assert.equal(problem, "");
    const svg = await renderSvg(spec!);
    assert.deepEqual(overhanging(svg), []);
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
  const text = JSON.stringify(spec).replaceAll('","', " "); // lines of the note
  assert.match(text, /4 of 8 runs diverged.*2 failed runs left out/);
  assert.ok(JSON.stringify(spec).includes('"sort":["9","10"]'));
});

Deno.test("divergenceMap() gives counts room beside those of the next cell", () => {
  const cell = (level_1: string, runs: number): DivergenceRow => ({
    ...{ axes: "latent_size × learning_rate", axis_1: "latent_size", level_1 },
    ...{ axis_2: "learning_rate", level_2: "0.1", over: "model, optimizer, seed" },
    ...{ runs, diverged: runs, failed: 0, share: 1, low: 0, high: 1 },
  });
  const widthOf = (runs: number) =>
    (divergenceMap(["1", "2", "3", "4"].map((level) => cell(level, runs))) as unknown as {
      width: number;
    }).width / 4;
  // Digits of Inter are 7 pixels wide at a size of 11, a slash is 4.
  assert.ok(widthOf(9) === 38 && widthOf(120) > 6 * 7 + 4 && widthOf(5040) > 8 * 7 + 4);
});

Deno.test("divergenceMap() has a row of panels per level of what sets studies apart, and the table counts each for itself", () => {
  const both = ["mean", "sum"].flatMap((reduction) =>
    rows.map((row) => ({
      ...row,
      run: `${row.run}-${reduction}`,
      reduction,
      // One optimizer diverges under one of the two alone.
      status: row.optimizer === "sgd" && reduction === "sum" ? "diverged" : "converged",
    }))
  );
  const axes = ["model", "optimizer", "learning_rate", "latent_size", "reduction"];
  const { make } = TABLE_DEFINITIONS.divergence_by_optimizer!;
  const table = make({
    results: pl.DataFrame(both),
    history: frames.history,
    axes: axes.map((column) => ({
      name: column,
      column,
      label: column,
      levels: [],
      role: "study",
    })),
  } as unknown as Frames).toRecords();
  const all = table.filter((row) => row.axes === "all");
  assert.deepEqual(
    all.map(({ optimizer, reduction, share }) => [optimizer, reduction, share]),
    [["adam", "mean", 0], ["adam", "sum", 0], ["sgd", "mean", 0], ["sgd", "sum", 1]],
  );
  const spec = divergenceMap(table as unknown as DivergenceRow[], {
    by: "optimizer",
    within: ["reduction", "momentum"],
  });
  const { facet } = spec as unknown as { facet: Record<"row" | "column", { sort: string[] }> };
  assert.deepEqual(facet.row.sort, ["Reduction mean", "Reduction sum"]);
  assert.deepEqual(facet.column.sort, ["Adam", "SGD"]);
});

Deno.test("performanceProfilePlot() says why shares at the best add up to more than all", () => {
  const about = { problems: 90, problems_of: "seed", incomplete: 0 };
  const note = (chosen_on: string) => {
    const row = { model: "vae", factor: 1, share: 0.65, chosen_on, ...about };
    const spec = performanceProfilePlot([row, { ...row, model: "iwae", share: 0.58 }]);
    return (spec as unknown as { title: { subtitle: string[] } }).title.subtitle.join(" ");
  };
  assert.match(note("validation"), /shares at τ = 1 add up to 123 %/);
  assert.doesNotMatch(note("test"), /add up/);
});

Deno.test("conditionalImportancePlot() tells dots below the random band apart, and how many chance would mark", () => {
  const row = (share: number, p_value: number, levels: number): ConditionalRow => ({
    ...{ model: "all", given: "best quarter", chosen_on: "validation", axis: "latent_size" },
    ...{ chance: 0.05, random: 0.3, random_low: 0.2, random_high: 0.4, noise: null, cells: 23 },
    ...{ of_cells: 90, seeds: 1, response: "rank of test_mse", treatment: "rank" },
    ...{ share, p_value, levels },
  });
  const spec = conditionalImportancePlot([
    row(0.3, 0.05, 6),
    row(0.1, 0.005, 2),
    row(0.1, 0.3, 3),
    ...Array.from({ length: 37 }, () => row(0.3, 0.9, 2)),
  ]);
  const values = valuesOf(spec);
  assert.deepEqual(values.slice(0, 3).map(({ found, levels }) => [found, levels]), [
    ["Above chance (p ≤ 0.05)", 6],
    ["Above chance, but less than among random choices", 2],
    ["Not above chance (p > 0.05)", 3],
  ]);
  const { subtitle } = (spec as unknown as { title: { subtitle: string[] } }).title;
  assert.match(
    subtitle.join(" "),
    /2 of 40 dots have p ≤ 0\.05, uncorrected: chance alone .* 2 of/,
  );
});

Deno.test("interactionHeatMaps() writes a change that rounds to zero without a sign", () => {
  assert.deepEqual([0.004, -0.004, 0.006, -0.12].map(change), ["0.00", "0.00", "+0.01", "−0.12"]);
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

Deno.test("importanceByCapPlot() draws bands, and says what they are, only where there are intervals", () => {
  const row = { model: "vae", axis: "optimizer", place: 1, at_cap: 1, diverged: 0 } as const;
  const about = { outcome: "validation_mse", treatment: "rank", dropped: "" } as const;
  const spec = (low: number | null, high: number | null) =>
    JSON.stringify(importanceByCapPlot(
      [9, 90].map((cap) => ({ ...row, ...about, cap, importance: 0.5, low, high })),
    )).replaceAll('","', " ");
  const areas = (text: string) => text.match(/"type":"area/g)?.length ?? 0;
  assert.ok(areas(spec(0.4, 0.6)) === 1 && /Bands: 95 % intervals over seeds/.test(spec(0.4, 0.6)));
  assert.ok(areas(spec(null, null)) === 0 && !/Bands/.test(spec(null, null)));
});

Deno.test("importanceBars() explains the treatments that it draws and no other", () => {
  const row = {
    ...{ axes: "optimizer", kind: "total" as const, order: 1, degrees_of_freedom: 2, variance: 1 },
    ...{ noise: null, importance: 0.7, low: null, high: null, response: "log10 test_mse" },
    ...{ cells: 3, seeds: 1, dropped: "" },
  } as const;
  const ranks = { ...row, treatment: "rank" } as const,
    clip = { ...row, treatment: "clip" } as const;
  const note = (...rows: (typeof ranks | typeof clip)[]) =>
    (importanceBars(rows) as unknown as { title: { subtitle: string[] } }).title.subtitle.join(" ");
  assert.match(note(ranks), /Test MSE: as ranks, diverged runs last\./);
  assert.doesNotMatch(note(ranks), /log10/);
  assert.match(note(clip), /Test MSE: as log10, clipped/);
  assert.doesNotMatch(note(clip), /ranks/);
  assert.match(note(ranks, clip), /diverged runs last; and as log10/);
});

Deno.test("importanceBars() refuses levels of a column that would be drawn on top of each other, and gives them panels", () => {
  const row = {
    ...{
      axes: "optimizer",
      kind: "total" as const,
      order: 1,
      degrees_of_freedom: 2,
      variance: 1,
      noise: null,
    },
    ...{
      importance: 0.7,
      low: null,
      high: null,
      response: "log10 test_mse",
      treatment: "clip" as const,
    },
    ...{ cells: 3, seeds: 1, dropped: "" },
  } as const;
  const both = ["mean", "sum"].map((reduction) => ({ ...row, reduction }));
  assert.throws(
    () => importanceBars(both),
    /^InputError: Cannot draw importance bars: .* as `by`$/,
  );
  const drawn = JSON.stringify(importanceBars(both, { by: "reduction" }));
  assert.ok(drawn.includes('"Reduction mean"') && drawn.includes('"Reduction sum"'));
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

Deno.test("lossCurves() gives summed and averaged losses panels and axes of their own", () => {
  const both = [["mean", 1], ["sum", 1000]] as const;
  const runs = both.flatMap(([reduction]) =>
    rows.map((row) => ({ ...row, run: `${row.run}-${reduction}`, reduction }))
  );
  const losses = both.flatMap(([reduction, times]) =>
    history.map((point) => ({
      ...point,
      run: `${point.run}-${reduction}`,
      validation_loss: times * point.validation_loss,
    }))
  );
  const { vconcat } = lossCurves(runs, losses, { axes: ["reduction"] }) as unknown as {
    vconcat: {
      transform: { filter: { oneOf: string[] } }[];
      spec: { layer: { encoding: { y: { scale: { domain: number[] } } } }[] };
    }[];
  };
  const [mean, sum] = vconcat.map(({ transform, spec }) => ({
    names: transform[0]!.filter.oneOf,
    domain: spec.layer[0]!.encoding.y.scale.domain,
  }));
  assert.deepEqual(mean!.names, ["Adam\nReduction mean", "SGD\nReduction mean"]);
  assert.deepEqual(sum!.names, ["Adam\nReduction sum", "SGD\nReduction sum"]);
  sum!.domain.forEach((end, i) => assert.ok(Math.abs(end / mean!.domain[i]! / 1000 - 1) < 0.01));
});

Deno.test("lossCurves() ends a stalled run with a diamond", () => {
  const layersOf = (status: string) => {
    const runs = rows.map((row) => row.test_mse === null ? row : { ...row, status });
    const { spec, title } = lossCurves(runs, history) as unknown as {
      spec: { layer: { mark: { shape?: string } }[] };
      title: { subtitle: string[] };
    };
    return { shapes: spec.layer.map(({ mark }) => mark.shape), note: title.subtitle.join(" ") };
  };
  const ended = rows.filter((row) => row.test_mse !== null).length;
  assert.deepEqual(layersOf("stalled").shapes, [undefined, "diamond"]);
  assert.match(layersOf("stalled").note, new RegExp(`A diamond ends the ${ended} that stalled`));
  assert.deepEqual(layersOf("converged").shapes, [undefined]);
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

Deno.test("parallelCoordinates() says where diverged runs are only if there are some", () => {
  const finished = rows.filter(({ test_mse }) => test_mse !== null);
  const said = (runs: readonly object[]) =>
    (parallelCoordinates(runs) as unknown as { title: { subtitle: string[] } }).title.subtitle
      .join(" ");
  assert.match(said(finished), / 0 diverged\. Lines of one level/);
  assert.match(said(rows), / \d+ diverged \(drawn behind, at the end of the last axis/);
});

Deno.test("parallelCoordinates() writes errors with as many digits as tell them apart", () => {
  const written = (low: number, high: number) => {
    const runs = rows.filter(({ test_mse }) => test_mse !== null)
      .map((row, i) => ({ ...row, test_mse: i % 2 === 0 ? low : high }));
    const { layer } = parallelCoordinates(runs) as unknown as {
      layer: {
        data: { values?: { axis: string; label: string }[] };
        encoding: { color?: { legend: { format: string } } };
      }[];
    };
    const labels = layer.at(-1)!.data.values!.filter(({ axis }) => axis.startsWith("Test MSE"));
    const color = layer.find(({ encoding }) => encoding.color)!.encoding.color!;
    return [labels.map(({ label }) => label).join(" "), color.legend.format];
  };
  // Each the fourth root of high / low times the one before: 1.3161 and 1.0272.
  assert.deepEqual(written(0.3, 0.9), ["0.30 0.39 0.52 0.68 0.90", ".2~r"]);
  assert.deepEqual(written(0.265, 0.295), ["0.265 0.272 0.280 0.287 0.295", ".3~r"]);
});

Deno.test("figures of importance say which levels they take together though claims judge them apart", () => {
  const note = (spec: TopLevelSpec) =>
    (spec as unknown as { title: { subtitle: string[] } }).title.subtitle.join(" ");
  const row = {
    kind: "total",
    order: 1,
    degrees_of_freedom: 1,
    variance: 1,
    noise: null,
    importance: 0.7,
    low: null,
    high: null,
    response: "log10 test_mse",
    treatment: "clip",
    cells: 3,
    seeds: 1,
    dropped: "",
  } as const;
  const of = (...axes: string[]) =>
    note(importanceBars(axes.map((name) => ({ ...row, axes: name }))));
  assert.doesNotMatch(of("optimizer"), /together;/);
  assert.match(of("optimizer", "reduction"), /All levels of the reduction together; the claims/);
  assert.match(
    of("reduction", "optimizer (momentum)"),
    /All levels of the reduction and of the momentum together; the claims judge each apart\./,
  );
  const cap = { model: "vae", cap: 9, importance: 0.5, low: null, high: null, place: 1, at_cap: 1 };
  const about = { diverged: 0, outcome: "validation_mse", treatment: "rank", dropped: "" } as const;
  assert.match(
    note(importanceByCapPlot([{ ...cap, ...about, axis: "reduction" }])),
    /reduction together/,
  );
  assert.match(
    note(conditionalImportancePlot([{
      ...{ model: "all", given: "best quarter", chosen_on: "validation", axis: "reduction" },
      ...{ share: 0.3, chance: 0.1, p_value: 0.01, random: 0.02, random_low: 0, random_high: 0.1 },
      ...{ noise: null, levels: 2, cells: 23, of_cells: 90, seeds: 1, treatment: "rank" },
      response: "rank of test_mse",
    }])),
    /reduction together/,
  );
});

Deno.test("stoppingPlot() names every axis of the places where the best learning rate is compared", () => {
  const row = {
    ...{ rule: "patience 3", patience: 3, min_delta: 1e-4, min_epochs: 0, max_epochs: 100 },
    ...{ outcome: "validation_mse", model: "vae", runs: 9, censored: 0, diverged: 1 },
    ...{ mean_epochs: 20, same_best_learning_rate: 1, importance: 0.6, change: 0, dropped: "" },
  };
  const axes = ["learning_rate", "optimizer", "latent_size", "reduction"];
  const said = (axes: readonly string[]) => {
    const spec = stoppingPlot(axes.map((axis) => ({ ...row, axis, treatment: "clip" })));
    return (spec as unknown as { title: { subtitle: string[] } }).title.subtitle.join(" ");
  };
  assert.match(
    said(axes),
    /Best learning rate: at each combination of latent size, optimizer and reduction\./,
  );
  assert.match(
    said(["learning_rate"]),
    /Best learning rate: of all runs of a model\./,
  );
});

Deno.test("no figure writes a column's name where it means its label", () => {
  for (const { name, spec } of figures) {
    const { subtitle } = (spec as unknown as { title: { subtitle: string[] } }).title;
    assert.doesNotMatch(subtitle.join(" "), /test_mse/, name);
  }
});

Deno.test("figures say what their bests are chosen on, where axes are logarithmic, and whose means they are", () => {
  const text = (name: string) => JSON.stringify(figures.find((one) => one.name === name)!.spec);
  // The lowest error of each cancer type is no configuration that could be chosen.
  assert.match(text("cancer_types"), /"Lowest of all configurations, on test samples"/);
  assert.doesNotMatch(text("cancer_types"), /Best/);
  assert.match(text("marginal"), /"Geometric mean of test MSE \(log scale\)"/);
  assert.match(text("expected_best"), /"Expected best test MSE \(log scale\)"/);
  assert.match(text("minimum_detectable_difference"), /"Seeds \(log scale\)"/);
  assert.match(text("tunability").replaceAll('","', " "), /on average over all \d models\)/);
});

Deno.test("tunabilityPlot() leaves room between the labels of narrow panels, whose gains are within 1 %", async () => {
  const rows = ["vae", "iwae", "info-vae", "logcosh-vae"].map((model) => ({
    ...{ model, axis: "all", default_configuration: "a 1", best_configuration: "a 2" },
    ...{ default_score: -1, best_score: -1.001, tunability: 0.001, tunability_held_out: null },
    ...{ chosen_on: "validation", response: "log10 test_mse", treatment: "clip" as const },
  }));
  const svg = await renderSvg(tunabilityPlot(rows));
  const labels = [
    ...svg.matchAll(/translate\(([\d.]+),15\)"[^>]*opacity="1">([\d.]+%)<\/text>/g),
  ].map(([, x, label]) => ({ x: Number(x), half: textWidth(label!, 11) / 2 }));
  // A label to the left of the one before begins the next panel.
  const gaps = labels.slice(1).flatMap(({ x, half }, i) =>
    x < labels[i]!.x ? [] : [x - half - labels[i]!.x - labels[i]!.half]
  );
  assert.ok(gaps.length >= 4 && gaps.every((gap) => gap >= 6), gaps.join());
});
