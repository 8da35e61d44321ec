import assert from "node:assert/strict";
import type { TopLevelSpec } from "vega-lite";
import type {
  BestLevelRow,
  DetectableDifferenceRow,
  RangeRow,
  StoppingRow,
  TrendRow,
  TunabilityRow,
} from "../../lib/analysis/mod.ts";
import { InputError } from "../../lib/errors.ts";
import { learningRateTrendPlot } from "../../lib/plots/learning_rate_trend_plot.ts";
import { searchRangeMap } from "../../lib/plots/search_range_map.ts";
import { stoppingPlot } from "../../lib/plots/stopping_plot.ts";
import { tunabilityPlot } from "../../lib/plots/tunability_plot.ts";
import { minimumDetectableDifferencePlot } from "../../lib/plots/minimum_detectable_difference_plot.ts";
import { signed } from "../../lib/plots/_words.ts";
import { valuesOf } from "./_specification.ts";

const noteOf = (spec: TopLevelSpec) =>
  (spec as unknown as { title: { subtitle: string[] } }).title.subtitle.join(" ");

const range = (first: string | null, margin: number, kl_weight_from = 0): RangeRow =>
  ({
    first,
    margin,
    kl_weight_from,
    latent_size_from: 5,
    latent_size_to: 9,
    learning_rate_from: 0.01,
    learning_rate_to: 0.1,
    possible: 4,
    treatment: "clip",
    dropped: "seed 3",
  }) as unknown as RangeRow;

Deno.test("searchRangeMap() shows the most frequent first of the ranges that share a cell, and counts flat ones", () => {
  const ranges = [range("optimizer", 0.2), range("optimizer", 0.4, 1), range("latent_size", 1, 2)];
  const spec = searchRangeMap([...ranges, range(null, 0, 3)]);
  const [cell, ...others] = valuesOf(spec);
  assert.deepEqual(others, []);
  assert.deepEqual([cell!.first, cell!.margin, cell!.ranges], ["Optimizer", 0.3, 3]);
  assert.match(noteOf(spec), /1 ranges in which nothing varies left out.*without seed 3/);
});

/** Of 50 runs. */
const stopping = (patience: number, censored: number): StoppingRow => ({
  rule: "patience 3, threshold 1e-4, cap 100",
  patience,
  min_delta: 1e-4,
  min_epochs: 0,
  outcome: "validation_mse",
  max_epochs: 100,
  model: "vae",
  runs: 50,
  censored,
  diverged: 1,
  mean_epochs: 10 * patience,
  same_best_learning_rate: 1,
  axis: "optimizer",
  importance: 0.5,
  change: 0,
  treatment: "clip",
  dropped: "",
});

Deno.test("stoppingPlot() names rules by what they change and says where curves were too short", () => {
  const rows = [stopping(3, 0), stopping(1, 0), stopping(5, 2), stopping(9, 4)];
  const spec = stoppingPlot([...rows, ...rows.map((row) => ({ ...row, axis: "latent_size" }))]);
  const text = JSON.stringify(spec);
  assert.ok(
    text.includes('"sort":["patience 3, threshold 1e-4, cap 100","patience 1","patience 5"]'),
  );
  // 50 runs, though each stands in a row per axis; 4 are 8 % of them, more than the 5 % of which a rule is drawn.
  assert.match(noteOf(spec), /^50 runs stopped anew.* as it ended: 2 under patience 5\./);
  assert.match(noteOf(spec), /Not drawn, .* before the rule would have: 4 under patience 9\./);
  assert.ok(!text.includes('"rule":"patience 9"'));
});

Deno.test("stoppingPlot() gives each model the shape that other figures give it", () => {
  const models = ["vae", "iwae", "info-vae", "logcosh-vae"];
  const rows = models.map((model) => ({ ...stopping(3, 0), model }));
  const shapes = (JSON.stringify(stoppingPlot(rows)).match(/"shape":\{.*?\}/g) ?? [])
    .filter((shape) => shape.includes("LogCosh-VAE"));
  assert.equal(shapes.length, 2);
  for (const shape of shapes) {
    assert.ok(shape.includes('"range":["circle","square","triangle-up","diamond"]'), shape);
  }
});

const tuned = (axis: string, best_score: number): TunabilityRow => ({
  axis,
  default_configuration: "optimizer sgd",
  best_configuration: "optimizer adam",
  default_score: -1,
  best_score,
  tunability: -1 - best_score,
  chosen_on: "validation",
  tunability_held_out: axis === "all" ? Math.log10(1.5) : null,
  response: "log10 test_mse",
  treatment: "clip",
});

Deno.test("tunabilityPlot() shows errors as shares above the best of the panel", () => {
  // 0.1 against the best, 0.05: 100 % above; alone 0.08: 60 % above; judged by other seeds 0.1 / 1.5 = 0.0667: 33 %.
  const spec = tunabilityPlot([
    tuned("all", Math.log10(0.05)),
    tuned("optimizer", Math.log10(0.08)),
  ]);
  const round = (value: unknown) => value === null ? null : Number(Number(value).toFixed(4));
  assert.deepEqual(
    valuesOf(spec).map((v) => [v.tuned, round(v.default), round(v.best), round(v.held)]),
    [["All together", 1, 0, 0.3333], ["Optimizer alone", 1, 0.6, null]],
  );
  const ranks = { ...tuned("all", 0), treatment: "rank" as const };
  assert.throws(() => tunabilityPlot([ranks]), InputError);
});

const detectable = (contrast: string, ratio: number | null): DetectableDifferenceRow => ({
  contrast,
  seeds: 2,
  noise: ratio && 0.01,
  difference: ratio && Math.log10(ratio),
  ratio,
  configurations: 8,
  response: "log10 test_mse",
  treatment: "clip",
});

Deno.test("minimumDetectableDifferencePlot() needs two seeds and says so", () => {
  assert.throws(
    () => minimumDetectableDifferencePlot([detectable("two configurations", null)]),
    (error: Error) => error instanceof InputError && error.message.includes("run a second seed"),
  );
  const spec = minimumDetectableDifferencePlot([
    detectable("two configurations", 1.25),
    detectable("two levels of learning_rate", 1.125),
  ]);
  assert.deepEqual(valuesOf(spec).map(({ contrast, percent }) => [contrast, percent]), [
    ["Two configurations", 0.25],
    ["Two levels: learning rate", 0.125],
  ]);
});

Deno.test("tunabilityPlot() names the default of options that only some models have", () => {
  const row = tuned("all", Math.log10(0.05));
  const iwae = { ...row, default_configuration: "optimizer adam", model: "iwae" };
  const vae = { ...row, default_configuration: "kl_weight 2, optimizer adam", model: "vae" };
  const spec = tunabilityPlot([iwae, vae]);
  assert.match(noteOf(spec), /^Default: optimizer Adam, KL weight 2 \(best/);
});

Deno.test("learningRateTrendPlot() gives each combination of further axes a panel of its own", () => {
  const row = {
    optimizer: "adam",
    seeds: 1,
    treatment: "clip",
    over: "learning_rate",
    at_edge: true,
  };
  const groups = [
    { model: "iwae", kl_weight: null, batch_size: 16, slope: 0 },
    { model: "vae", kl_weight: 0.5, batch_size: 16, slope: 0 },
    { model: "vae", kl_weight: 2, batch_size: 32, slope: 0 },
  ];
  const best = groups.flatMap((group) =>
    [10, 100].map((latent_size) => ({ ...row, ...group, latent_size, best: 0.1, agreement: 1 }))
  ) as unknown as BestLevelRow[];
  const trends = groups.map((group) => ({
    ...row,
    ...group,
    low: null,
    high: null,
    direction: "undecided",
    all_diverged: 0,
  })) as unknown as TrendRow[];
  const spec = learningRateTrendPlot(best, trends, { axes: ["kl_weight", "batch_size"] });
  const labels = valuesOf(spec).filter(({ part }) => part === "label");
  assert.deepEqual(labels.map(({ model, optimizer }) => [model, optimizer]), [
    ["IWAE", "Adam\nBatch size 16"],
    ["VAE\nKL weight 0.5", "Adam\nBatch size 16"],
    ["VAE\nKL weight 2", "Adam\nBatch size 32"],
  ]);
  assert.match(
    noteOf(spec),
    /^6 of 6 model × optimizer × latent size × KL weight × batch size with/,
  );
});

Deno.test("learningRateTrendPlot() stacks panels that would be wider than a page", () => {
  const group = (optimizer: string, reduction: string) => ({ model: "vae", optimizer, reduction });
  const groups = ["sum", "mean"].flatMap((reduction) =>
    ["adam", "sgd", "rmsprop"].map((optimizer) => group(optimizer, reduction))
  );
  const about = { seeds: 1, treatment: "clip", over: "learning_rate", latent_size: 10, best: 0.1 };
  const trend = { ...about, slope: null, low: null, high: null, direction: "undecided" };
  const stacks = (some: typeof groups) => {
    const best = some.map((row) => ({ ...about, ...row })) as unknown as BestLevelRow[];
    const trends = some.map((row) => ({ ...trend, ...row })) as unknown as TrendRow[];
    const { vconcat } = learningRateTrendPlot(best, trends, { axes: ["reduction"] }) as unknown as {
      vconcat?: { transform: { filter: { oneOf: string[] } }[] }[];
    };
    return vconcat?.map(({ transform }) => transform[0]!.filter.oneOf);
  };
  const named = (reduction: string) =>
    ["Adam", "SGD", "RMSprop"].map((optimizer) => `${optimizer}\nReduction ${reduction}`);
  assert.deepEqual(stacks(groups), [named("sum"), named("mean")]);
  assert.equal(stacks(groups.filter(({ optimizer }) => optimizer !== "sgd")), undefined);
});

Deno.test("learningRateTrendPlot() draws the least-squares line of each group from end to end", () => {
  const over = "batch_size, learning_rate";
  const group = { model: "vae", optimizer: "adam", seeds: 2, treatment: "clip", over } as const;
  const best = (latent_size: number, best: number | null, at_edge = false) =>
    ({ ...group, latent_size, best, at_edge, agreement: 1 }) as unknown as BestLevelRow;
  const trend = {
    ...group,
    slope: -1,
    low: -1.5,
    high: -0.5,
    direction: "falls",
    sizes: 2,
    all_diverged: 1,
  } as unknown as TrendRow;
  const spec = learningRateTrendPlot([best(10, 0.1, true), best(100, 0.01), best(200, null)], [
    trend,
  ]);
  const values = valuesOf(spec), line = values.filter(({ part }) => part === "line");
  assert.deepEqual(line.map((end) => Number(Number(end.fitted).toPrecision(6))), [0.1, 0.01]);
  const labels = values.flatMap(({ part, label }) => part === "label" ? [label] : []);
  assert.deepEqual(labels, ["slope −1.00 (−1.50 to −0.50): falls; 1 sizes all diverged"]);
  assert.equal(values.filter(({ place }) => place === "Lowest or highest tried").length, 1);
  assert.match(
    noteOf(spec),
    /^2 of 3 model × optimizer × latent size.*\(best over batch size too\), mean of 2 seeds/,
  );
});

Deno.test("signed() has a minus sign, but none before zero", () => {
  assert.deepEqual([-0.004, 0.004, -0.006, -1].map(signed), ["0.00", "0.00", "−0.01", "−1.00"]);
});
