import { STUDY_AXES } from "./study_axes.ts";
import { cellOf } from "./_cell.ts";
import { type Axis, type Level, levelText, usedLevels } from "./axis.ts";
import { choiceColumn, type ChosenOn } from "./choice.ts";
import { factorialGrid, type GridOptions } from "./factorial_grid.ts";
import { nestAxes } from "./nested_axes.ts";
import { losses, meanPredictorErrors } from "./response.ts";
import { type Results, type ResultsOptions, selectRuns } from "./results.ts";
import { formatLearningRate } from "../format/learning_rate.ts";
import { plural } from "../format/plural.ts";
import { ranks } from "../numbers/ranks.ts";

/** The runs by which claims are judged: a complete grid, with what is measured of each run. */
export interface ClaimRuns {
  readonly results: Results;
  /** Test error per run, Infinity where it diverged. */
  readonly losses: Float64Array;
  /** What best learning rates are chosen by, per run, Infinity where it diverged. */
  readonly choice: Float64Array;
  readonly chosenOn: ChosenOn;
  /** The mean predictor's error per run. */
  readonly limits: Float64Array;
  /** How many seeds there are: the unit of every interval. */
  readonly seeds: number;
  /** Levels of hyper-parameters that are not in this grid though they belong to it. */
  readonly lacks: readonly { readonly axis: string; readonly level: string }[];
  /** The level of each option that sets studies apart, and all of them in words. */
  readonly levels: Readonly<Record<string, Level>>;
  readonly within: string;
  readonly standsOn: string;
}

/** What stands for a diverged run: the last rank, or its loss clipped at so many times the mean predictor's. */
export type Handling = "rank" | number;

/** A level as texts have it: 1e-5, not 0.00001. */
export function plainLevel(level: Level): string {
  return typeof level === "number" ? formatLearningRate(level) : levelText(level);
}

/** The test error by which each run is judged, lower is better. */
export function judged(runs: Pick<ClaimRuns, "losses" | "limits">, handling: Handling) {
  const { losses, limits } = runs;
  if (handling === "rank") return ranks(losses).map((rank) => (rank - 0.5) / losses.length);
  return losses.map((loss, run) => Math.log10(Math.min(loss, handling * limits[run]!)));
}

/** The runs of each level of the options that set studies apart; a run that has no such option belongs to each. */
export function apart(
  results: Results,
  names = STUDY_AXES,
): { levels: Record<string, Level>; results: Results }[] {
  const split = results.axes.find(({ name, levels }) => names.includes(name) && levels.length > 1);
  if (!split) return [{ levels: {}, results }];
  const { name, levels, codes } = split;
  const rest = { ...results, axes: results.axes.filter((axis) => axis !== split) };
  return levels.flatMap((level, code) => {
    if (level === null) return [];
    const rows = [...codes.keys()].filter((run) =>
      codes[run] === code || levels[codes[run]!] === null
    );
    return apart(selectRuns(rest, rows), names).map((part) => ({
      results: part.results,
      levels: { [name]: level, ...part.levels },
    }));
  });
}

/** Levels of what sets studies apart, in words: "reduction mean, momentum 0". */
export function withinWords(levels: Readonly<Record<string, Level>>): string {
  return Object.entries(levels).map(([name, level]) => `${name} ${plainLevel(level)}`).join(", ");
}

/** Levels that the sweep was asked for and of which there is no run yet. */
function unseen(results: Results, { axes = [] }: ResultsOptions) {
  return axes.flatMap((axis) => {
    if (typeof axis === "string" || axis.role === "seed" || STUDY_AXES.includes(axis.column)) {
      return [];
    }
    const seen = new Set(results.columns.get(axis.column) ?? []);
    return axis.levels.filter((level) => !seen.has(level)).map((level) => ({
      axis: axis.column,
      level: `${axis.column} ${plainLevel(level)}`,
    }));
  });
}

/** The runs of the largest complete grid, and what it lacks. */
function complete(results: Results, options: ResultsOptions & GridOptions) {
  const nested = nestAxes(results);
  const positions = Float64Array.from(
    results.status,
    (status, run) => status === "failed" ? NaN : run,
  );
  const grid = factorialGrid(results, positions, options);
  const left = nested.axes.map((_, a) => new Set(grid.axes[a]!.levels));
  const { levels: names, codes } = results.repetition, kept = new Set(grid.repetitionLevels);
  const rows = [...results.status.keys()].filter((run) =>
    results.status[run] !== "failed" &&
    kept.has(names[codes[run]!]!) &&
    nested.axes.every(({ levels, codes }, a) => left[a]!.has(levels[codes[run]!]!))
  );
  const dropped = nested.axes.flatMap(({ name, levels }, a) =>
    levels.filter((level) => !left[a]!.has(level))
      .map((level) => ({ axis: name.split(" (")[0]!, level: `${name} ${plainLevel(level)}` }))
  );
  const used = new Set(codes).size;
  const all = nested.axes.reduce((product, { levels }) => product * levels.length, used);
  const missing = all - results.status.filter((status) => status !== "failed").length;
  return { part: selectRuns(results, rows), dropped, missing, all, gone: grid.dropped };
}

/** Which runs claims stand on: for each level of what sets studies apart, the complete part of the grid. */
export function claimRuns(
  results: Results,
  options: ResultsOptions & GridOptions & { readonly cohort?: string } = {},
): ClaimRuns[] {
  return apart(results).map(({ levels, results }) => {
    const within = withinWords(levels);
    const { part, dropped, missing, all, gone } = complete(results, options);
    const absent = unseen(results, options), lacks = [...dropped, ...absent];
    const kept: Results = {
      ...part,
      seed: usedLevels(part.seed),
      repetition: usedLevels(part.repetition),
    };
    const seeds = kept.seed.levels.length, chosen = choiceColumn(kept);
    const configurations = new Set(Array.from(kept.status, (_, run) => cellOf(kept.axes, run)));
    const without = [gone, ...absent.map(({ level }) => level)].filter(Boolean).join(", ");
    const said = [
      options.cohort ?? "",
      within,
      plural(seeds, kept.seed.name === "seed" ? "seed" : "split"),
      `${plural(configurations.size, "configuration")} ` +
      (missing === 0 && without === ""
        ? "(complete)"
        : `(${missing} of ${all} runs missing${without && `; without ${without}`})`),
    ];
    return {
      results: kept,
      losses: losses(kept, "test_mse", 1),
      choice: losses(kept, chosen.name, 1),
      chosenOn: chosen.chosenOn,
      limits: meanPredictorErrors(kept),
      seeds,
      lacks,
      levels,
      within,
      standsOn: said.filter(Boolean).join(", "),
    };
  });
}

/** The axis of a name, if it varies. */
export function varied({ axes }: Results, name: string): Axis | undefined {
  return axes.find((axis) => axis.name === name && axis.levels.length > 1);
}

/** Some of the runs, as a grid of their own. */
export function someRuns(runs: ClaimRuns, keep: (run: number) => boolean): ClaimRuns {
  const rows = [...runs.losses.keys()].filter(keep);
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  return {
    ...runs,
    results: selectRuns(runs.results, rows),
    losses: pick(runs.losses),
    choice: pick(runs.choice),
    limits: pick(runs.limits),
  };
}
