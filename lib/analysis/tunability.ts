import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { knownMean } from "../numbers/known_mean.ts";
import { sum } from "../numbers/sum.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { type Configuration, configurations, nameOf, weightedScore } from "./configurations.ts";
import { choiceOf } from "./choice.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, type ResponseOptions, rowsOf, type Treatment } from "./response.ts";
import type { Level } from "./axis.ts";
import { readResults, type ResultsOptions } from "./results.ts";

/** Options of {@linkcode tunability}. */
export interface TunabilityOptions extends ResultsOptions, ResponseOptions {
  /** Columns whose levels are compared. @default ["model"] */
  by?: readonly string[];
  /**
   * The configuration one would use without tuning, a level for every axis.
   * @default the one that is best on average over all groups (the "optimal default"), chosen as the best are
   */
  defaults?: Readonly<Record<string, Level>>;
}

const COLUMNS = {
  /** "all" axes tuned together, or the one axis that is tuned while the others keep their default. */
  axis: "text",
  /** The default and the best configuration, such as "learning_rate 0.001, optimizer adam". */
  default_configuration: "text",
  best_configuration: "text",
  /** Their mean responses. */
  default_score: "number",
  best_score: "number",
  /** default_score − best_score: what tuning gains; below 0 where the choice did not pay on test samples. */
  tunability: "number",
  /** What the default and the best are chosen on: "validation", or "test" for results without validation_mse. */
  chosen_on: "text",
  /**
   * The same gain for a seed that took no part in choosing the best, averaged over the seeds: free of the luck that
   * makes a maximum look good. Null with one seed.
   */
  tunability_held_out: "number?",
  response: "text",
  treatment: "text",
} as const;

/** A row of {@linkcode tunability}, after the columns it is grouped by. */
export type TunabilityRow = RowOf<typeof COLUMNS, { treatment: Treatment }>;

/** The first of the lowest. */
function lowest<T>(items: readonly T[], score: (item: T) => number): T {
  return items.reduce((best, item) => score(item) < score(best) ? item : best);
}

/** A model with its configurations. */
interface Group {
  readonly key: Readonly<Record<string, Level>>;
  readonly axes: readonly { readonly name: string; readonly levels: readonly Level[] }[];
  readonly tried: readonly Configuration[];
}

/** Every combination of the levels of all groups' axes. */
function everyDefault(groups: readonly Group[]): Record<string, Level>[] {
  const levels = new Map<string, Set<Level>>();
  for (const axis of groups.flatMap(({ axes }) => axes)) {
    levels.set(axis.name, new Set([...levels.get(axis.name) ?? [], ...axis.levels]));
  }
  return [...levels].reduce<Record<string, Level>[]>(
    (all, [name, levels]) =>
      all.flatMap((one) => [...levels].map((level) => ({ ...one, [name]: level }))),
    [{}],
  );
}

/**
 * The configuration with the lowest mean merit over the groups, of those that every group has tried. An option that only
 * some groups have is judged by those alone.
 */
function optimalDefault(groups: readonly Group[]): Readonly<Record<string, Level>> {
  const key = ({ axes }: Group, levels: Readonly<Record<string, Level>>) =>
    JSON.stringify(axes.map(({ name }) => levels[name]));
  const scores = groups.map((group) =>
    new Map(group.tried.map(({ levels, merit }) => [key(group, levels), merit]))
  );
  const total = (levels: Readonly<Record<string, Level>>) =>
    sum(groups.map((group, i) => scores[i]!.get(key(group, levels)) ?? NaN));
  const common = everyDefault(groups).map((levels) => ({ levels, score: total(levels) }))
    .filter(({ score }) => !Number.isNaN(score));
  if (common.length === 0) {
    throw new InputError(
      "Cannot choose a default: no configuration has an outcome in every group; name one",
    );
  }
  return lowest(common, ({ score }) => score).levels;
}

/** Each seed in turn evaluates the configuration that the others chose. */
function heldOut(tried: readonly Configuration[], initial: Configuration): number | null {
  const seeds = initial.values.length, gains: number[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const others = Float64Array.from(initial.values, (_, s) => s === seed ? 0 : 1);
    const judged = tried.filter(({ values }) => !Number.isNaN(values[seed]!));
    const rated = judged.map((c) => ({ c, score: weightedScore(c.choice, others) }))
      .filter(({ score }) => !Number.isNaN(score));
    if (rated.length === 0 || Number.isNaN(initial.values[seed]!)) continue;
    gains.push(initial.values[seed]! - lowest(rated, ({ score }) => score).c.values[seed]!);
  }
  return knownMean(gains);
}

/** The gain from tuning the axes that `tuned` names, the others staying at the default. */
function gain(tried: readonly Configuration[], initial: Configuration, tuned: readonly string[]) {
  const open = tried.filter(({ levels }) =>
    Object.keys(levels).every((axis) =>
      tuned.includes(axis) || levels[axis] === initial.levels[axis]
    )
  );
  const best = lowest(open, ({ merit }) => merit);
  return {
    default_configuration: nameOf(initial),
    best_configuration: nameOf(best),
    default_score: initial.score,
    best_score: best.score,
    tunability: initial.score - best.score,
    tunability_held_out: heldOut(open, initial),
  };
}

/**
 * What tuning gains over the default configuration, for all axes together and for each alone (Probst et al. 2019,
 * J. Mach. Learn. Res. 20:53).
 *
 * @returns One row per group for all axes and one for each axis ({@linkcode TunabilityRow}).
 * @throws {InputError} If the default configuration has no outcome in some group.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { tunability } from "./tunability.ts";
 * const frame = pl.DataFrame({
 *   model: ["vae", "vae"], optimizer: ["adam", "sgd"], seed: [0, 0],
 *   status: ["converged", "converged"], test_mse: [0.01, 0.1],
 * });
 * const [all] = tunability(frame, { defaults: { optimizer: "sgd" } }).toRecords();
 * if (all!.tunability !== 1 || all!.best_configuration !== "optimizer adam") throw new Error("wrong gain");
 * ```
 */
export function tunability(results: pl.DataFrame, options: TunabilityOptions = {}): pl.DataFrame {
  const { by = ["model"] } = options, read = readResults(results, options);
  const response = responseOf(read, options), chosen = choiceOf(read, options);
  const groups = groupResults(read, by).map(({ key, results, rows }): Group => ({
    key,
    axes: results.axes,
    tried: configurations(results, rowsOf(response, rows), { choice: rowsOf(chosen, rows) }),
  }));
  const defaults = options.defaults ?? optimalDefault(groups);
  const table = groups.flatMap(({ key, axes: all, tried }) => {
    const axes = all.map(({ name }) => name);
    const initial = tried.find(({ levels }) =>
      axes.every((axis) => levels[axis] === defaults[axis])
    );
    if (!initial) {
      throw new InputError(
        `Cannot measure tunability of ${Object.values(key).join(" ") || "the results"}: the ` +
          `default ${JSON.stringify(defaults)} was not tried; choose a level of each of ` +
          `${axes.join(", ")}`,
      );
    }
    const { name, treatment } = response;
    return [axes, ...axes.map((axis) => [axis])].map((tuned, i) => ({
      ...key,
      axis: i === 0 ? "all" : tuned[0],
      ...gain(tried, initial, tuned),
      chosen_on: chosen.chosenOn,
      response: name,
      treatment,
    }));
  });
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
