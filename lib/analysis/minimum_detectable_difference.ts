import type pl from "nodejs-polars";
import { known } from "../numbers/known.ts";
import { knownMean } from "../numbers/known_mean.ts";
import { squaredDeviations } from "../numbers/squared_deviations.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { type Configuration, configurations } from "./configurations.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, type ResponseOptions, type Treatment } from "./response.ts";
import { readResults, type Results, type ResultsOptions } from "./results.ts";
import { detectableDifference, type PowerOptions } from "../numbers/detectable_difference.ts";

/** Options of {@linkcode minimumDetectableDifference}. */
export interface DetectableDifferenceOptions extends ResultsOptions, ResponseOptions, PowerOptions {
  /** Columns whose levels have their own noise. @default ["model"] */
  by?: readonly string[];
  /** Numbers of seeds to plan for. @default [1, 2, 3, 5, 10, 20] */
  seeds?: readonly number[];
}

const COLUMNS = {
  /** "two configurations", or "two levels of AXIS" (averaged over everything else). */
  contrast: "text",
  seeds: "integer",
  /**
   * Standard deviation between seeds of what is compared, pooled: of a configuration, or of the mean at a level less the
   * seed's mean over all levels. Null if no configuration has two runs.
   */
  noise: "number?",
  /** The minimum detectable difference of the response; with log10 MSE, `ratio` is the same as a factor, else null. */
  difference: "number?",
  ratio: "number?",
  /** Configurations without a diverged run: those with two seeds or more say what the noise is. */
  configurations: "integer",
  response: "text",
  treatment: "text",
} as const;

/** A row of {@linkcode minimumDetectableDifference}, after the columns it is grouped by. */
export type DetectableDifferenceRow = RowOf<typeof COLUMNS, { treatment: Treatment }>;

/** A contrast with the standard deviation between seeds of either side; NaN where no two seeds tell. */
interface Contrast {
  readonly contrast: string;
  readonly noise: number;
}

/** Standard deviation between seeds around the mean of each row, pooled; one degree of freedom is lost per row. */
function pooled(table: readonly (readonly number[])[], levels = 1): number {
  let squares = 0, degreesOfFreedom = 0;
  for (const values of table.map(known)) {
    if (values.length === 0) continue;
    squares += squaredDeviations(values);
    degreesOfFreedom += values.length - 1;
  }
  return Math.sqrt(squares / degreesOfFreedom * levels);
}

/** What each seed does to each level of an axis, the mean over its configurations, less what it does to all of them. */
function levelNoise(tried: readonly Configuration[], axis: number, seeds: number): number {
  const levels = [...Map.groupBy(tried, ({ codes }) => codes[axis]!).values()];
  const means = levels.map((own) =>
    Array.from(
      { length: seeds },
      (_, seed) => knownMean(own.map(({ values, score }) => values[seed]! - score)) ?? NaN,
    )
  );
  const centre = Array.from(
    { length: seeds },
    (_, seed) => knownMean(means.map((level) => level[seed]!)) ?? NaN,
  );
  // Levels less their mean have (levels − 1) / levels of the variance.
  const scale = levels.length / (levels.length - 1);
  return pooled(means.map((level) => level.map((value, seed) => value - centre[seed]!)), scale);
}

function rows(results: Results, response: Float64Array, options: DetectableDifferenceOptions) {
  const tried = configurations(results, response).filter(({ diverged }) => diverged === 0);
  const present = results.seed.levels.length;
  const contrasts: Contrast[] = [
    { contrast: "two configurations", noise: pooled(tried.map(({ values }) => [...values])) },
    ...results.axes.flatMap(({ name, levels }, axis) =>
      levels.length > 1
        ? [{ contrast: `two levels of ${name}`, noise: levelNoise(tried, axis, present) }]
        : []
    ),
  ];
  // Every contrast asks for the same few degrees of freedom.
  const found = new Map<number, number>();
  const detectable = (freedom: number) => {
    if (!found.has(freedom)) found.set(freedom, detectableDifference(freedom, options));
    return found.get(freedom)!;
  };
  return contrasts.flatMap(({ contrast, noise }) =>
    (options.seeds ?? [1, 2, 3, 5, 10, 20]).map((seeds) => {
      // The seed is the unit: its runs share a split, so however many cells are averaged, k seeds are k numbers. What the
      // present seeds say about the spread is known already.
      const freedom = Math.max(seeds, present) - 1;
      const told = freedom > 0 && Number.isFinite(noise), configurations = tried.length;
      const difference = told ? noise * Math.sqrt(2 / seeds) * detectable(freedom) : null;
      return { contrast, seeds, noise: told ? noise : null, difference, configurations };
    })
  );
}

/**
 * The smallest difference that k seeds can detect, from the noise between the present seeds (two are enough): what to
 * know before a sweep is repeated, or before a small difference is believed.
 *
 * Configurations with a diverged run are left out of the noise: whether a run diverges is an outcome of its own.
 *
 * @returns One row per contrast, number of seeds and group ({@linkcode DetectableDifferenceRow}).
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { minimumDetectableDifference } from "./minimum_detectable_difference.ts";
 * const frame = pl.DataFrame({
 *   latent_size: [2, 2, 5, 5], seed: [0, 1, 0, 1], status: Array(4).fill("converged"), test_mse: [0.1, 0.11, 0.2, 0.21],
 * });
 * const [one, two, three] = minimumDetectableDifference(frame, { by: [] }).toRecords();
 * if (!(Number(two!.difference) > Number(three!.difference))) throw new Error("more seeds must detect smaller ones");
 * if (one!.noise === null) throw new Error("two seeds are enough");
 * ```
 */
export function minimumDetectableDifference(
  results: pl.DataFrame,
  options: DetectableDifferenceOptions = {},
): pl.DataFrame {
  const { by = ["model"] } = options, read = readResults(results, options);
  const { values, name, treatment } = responseOf(read, options);
  const table = groupResults(read, by).flatMap(({ key, results, rows: kept }) =>
    rows(results, Float64Array.from(kept, (row) => values[row]!), options).map((row) => ({
      ...key,
      ...row,
      ratio: name.startsWith("log10") && row.difference !== null ? 10 ** row.difference : null,
      response: name,
      treatment,
    }))
  );
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
