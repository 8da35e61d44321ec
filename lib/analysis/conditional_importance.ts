import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { permutation, PURPOSE, stream } from "../random.ts";
import { mainEffects } from "../numbers/main_effects.ts";
import { mean } from "../numbers/mean.ts";
import { quantile } from "../numbers/quantile.ts";
import { type RowOf, toFrame } from "./_frame.ts";
import type { Axis } from "./axis.ts";
import { choiceOf } from "./choice.ts";
import { type Configuration, configurations } from "./configurations.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, type ResponseOptions, type Treatment } from "./response.ts";
import { readResults, type Results, type ResultsOptions } from "./results.ts";

/** Options of {@linkcode conditionalImportance}. */
export interface ConditionalOptions extends ResultsOptions, ResponseOptions {
  /** Which part of the configurations counts as the best. @default 0.25 */
  best?: number;
  /** Permutations, and draws of random configurations. @default 199 and 50 */
  permutations?: number;
  draws?: number;
}

const COLUMNS = {
  /** "all" over all models, or the one within which configurations are chosen. */
  model: "text",
  /** "best learning rate" (of each model and optimizer) or "best quarter" (of the configurations). */
  given: "text",
  /** "validation", or "test" for a folder without validation errors. */
  chosen_on: "text",
  axis: "text",
  /** What the axis explains among the chosen beyond the others' main effects, over their variance; null if nothing varies. */
  share: "number?",
  /** What it would be without any effect, and how often that is as much (by permutation). */
  chance: "number?",
  p_value: "number?",
  /** The mean share, and 5 % to 95 %, among random configurations: as many, or with a random learning rate for each optimizer. */
  random: "number?",
  random_low: "number?",
  random_high: "number?",
  /** The part of the chosen configurations' variance that is differences between seeds; null with one seed. */
  noise: "number?",
  /** Levels of the axis among the chosen, chosen configurations, and all of them. */
  levels: "integer",
  cells: "integer",
  of_cells: "integer",
  seeds: "integer",
  response: "text",
  treatment: "text",
} as const;

/** A row of {@linkcode conditionalImportance}. */
export type ConditionalRow = RowOf<typeof COLUMNS, { treatment: Treatment }>;

interface Chosen {
  readonly given: string;
  readonly axes: readonly number[];
  readonly best: readonly Configuration[];
  /** As many or as free at random. */
  readonly random: (draw: number) => readonly Configuration[];
}

const streamOf = (draw: number) => stream(PURPOSE.resampling, 5000 + draw);

function bestPart(tried: readonly Configuration[], axes: readonly Axis[], part: number): Chosen {
  const count = Math.max(2, Math.round(part * tried.length));
  const order = [...tried].sort((a, b) => a.merit - b.merit);
  return {
    given: part === 0.25 ? "best quarter" : `best ${100 * part} %`,
    axes: [...axes.keys()],
    best: order.slice(0, count),
    random: (draw) =>
      [...permutation([0, streamOf(draw)], tried.length)].slice(0, count).map((i) => tried[i]!),
  };
}

/** Every model and optimizer, within each reduction of the loss, with one learning rate, averaged over all else: its best, or a random one. */
function bestRate(tried: readonly Configuration[], axes: readonly Axis[]): Chosen | null {
  const rate = axes.findIndex(({ name }) => name === "learning_rate");
  const owners = axes.flatMap(({ name }, i) =>
    /^(model|optimizer|reduction|momentum)\b/.test(name) ? [i] : []
  );
  if (rate < 0 || axes[rate]!.levels.length < 2) return null;
  const groups = [...Map.groupBy(tried, ({ codes }) => owners.map((i) => codes[i]).join()).values()]
    .map((own) => [...Map.groupBy(own, ({ codes }) => codes[rate]!).values()]);
  const merit = (own: readonly Configuration[]) => mean(own.map(({ merit }) => merit));
  return {
    given: "best learning rate",
    axes: [...axes.keys()].filter((axis) => axis !== rate),
    best: groups.flatMap((rates) => rates.reduce((a, b) => merit(b) < merit(a) ? b : a)),
    random: (draw) =>
      groups.flatMap((rates, i) => rates[permutation([i + 1, streamOf(draw)], rates.length)[0]!]!),
  };
}

const designOf = (
  cells: readonly Configuration[],
  axes: readonly Axis[],
  kept: readonly number[],
) => ({
  codes: kept.map((axis) => cells.map(({ codes }) => codes[axis]!)),
  sizes: kept.map((axis) => axes[axis]!.levels.length),
});

const scores = (cells: readonly Configuration[]) => Float64Array.from(cells, ({ score }) => score);

/** One minus the mean product of two seeds' deviations over the variance of the means; null where a run is missing. */
function noiseOf(cells: readonly Configuration[]): number | null {
  const seeds = cells[0]!.values.length, n = cells.length;
  if (seeds < 2 || cells.some(({ values }) => values.some(Number.isNaN))) return null;
  const centred = Array.from({ length: seeds }, (_, seed) => {
    const centre = mean(cells.map(({ values }) => values[seed]!));
    return cells.map(({ values }) => values[seed]! - centre);
  });
  let all = 0, same = 0;
  for (let i = 0; i < n; i++) {
    const sum = centred.reduce((total, own) => total + own[i]!, 0);
    all += sum * sum;
    same += centred.reduce((total, own) => total + own[i]! ** 2, 0);
  }
  const variance = all / seeds ** 2, pairs = (all - same) / (seeds * (seeds - 1));
  return variance > 0 ? 1 - pairs / variance : null;
}

function rowsOf(results: Results, options: ConditionalOptions) {
  const { best = 0.25, permutations = 199, draws = 50 } = options, { axes } = results;
  const { values, name, treatment } = responseOf(results, options);
  const { values: choice, chosenOn } = choiceOf(results, options);
  const tried = configurations(results, values, { choice });
  if (tried.length === 0) return [];
  const views = [bestRate(tried, axes), bestPart(tried, axes, best)].filter((view) =>
    view !== null
  );
  return views.flatMap((view) => {
    const effects = mainEffects(designOf(view.best, axes, view.axes), scores(view.best), {
      permutations,
    });
    const random = Array.from({ length: draws }, (_, draw) => {
      const cells = view.random(draw);
      return mainEffects(designOf(cells, axes, view.axes), scores(cells));
    });
    const noise = noiseOf(view.best);
    return view.axes.map((axis, i) => {
      const { share, chance, pValue } = effects[i]!;
      const drawn = Float64Array.from(random, (found) => found[i]!.share)
        .filter((value) => !Number.isNaN(value)).sort();
      const at = (p: number) => drawn.length > 0 ? quantile(drawn, p) : null;
      return {
        given: view.given,
        chosen_on: chosenOn,
        axis: axes[axis]!.name,
        share,
        chance,
        p_value: Number.isNaN(share) ? null : pValue,
        random: drawn.length > 0 ? mean(drawn) : null,
        random_low: at(0.05),
        random_high: at(0.95),
        noise,
        levels: new Set(view.best.map(({ codes }) => codes[axis])).size,
        cells: view.best.length,
        of_cells: tried.length,
        seeds: results.seed.levels.length,
        response: name,
        treatment,
      };
    });
  });
}

/**
 * What still matters among good results: given each optimizer's best learning rate (of each model, over all else), and within
 * the best quarter of the configurations, the share of the variance that each other choice explains. Over the whole grid bad
 * learning rates hold most of the variance; whoever has found a good one wants to know what is left.
 *
 * The best quarter is no grid, so functional analysis of variance does not hold there: shares are of main effects in an
 * unbalanced table (see `mainEffects`), beside what they would be by chance, a permutation p, and what random configurations
 * give. Shares of densities among the best (PED-ANOVA, Watanabe et al. 2023) add up to 1 even where no axis has any effect,
 * and favour axes of many levels.
 *
 * @returns One row per group of models, condition and axis ({@linkcode ConditionalRow}).
 * @throws {InputError} If no axis varies.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { conditionalImportance } from "./conditional_importance.ts";
 * const frame = pl.DataFrame({
 *   learning_rate: [0.1, 0.1, 0.1, 0.01, 0.01, 0.01], latent_size: [2, 5, 9, 2, 5, 9], seed: Array(6).fill(0),
 *   status: Array(6).fill("converged"), test_mse: [1, 1, 1, 0.3, 0.2, 0.1],
 * });
 * const [size] = conditionalImportance(frame).toRecords();
 * if (size!.axis !== "latent_size" || Math.abs(Number(size!.share) - 1) > 1e-9) throw new Error("at 0.01 the latent size is all there is");
 * ```
 */
export function conditionalImportance(
  results: pl.DataFrame,
  options: ConditionalOptions = {},
): pl.DataFrame {
  const read = readResults(results, options);
  if (read.axes.length === 0) {
    throw new InputError("Cannot tell what matters among good results: no axis varies");
  }
  const models = read.axes.some(({ name }) => name === "model")
    ? groupResults(read, ["model"])
    : [];
  const groups = [{ ...groupResults(read, [])[0]!, key: { model: "all" } }, ...models];
  const table = groups.flatMap(({ key, results }) =>
    rowsOf(results, options).map((row) => ({ ...key, ...row }))
  );
  return toFrame(table, COLUMNS);
}
