import type pl from "nodejs-polars";
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
  /** Standard deviation between seeds of one configuration, pooled; null if no configuration has two runs. */
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

/** Pooled variance between the seeds of a configuration and its degrees of freedom. */
function pooled(tried: readonly Configuration[]) {
  let squares = 0, degreesOfFreedom = 0;
  for (const { values, score } of tried) {
    const known = values.filter((value) => !Number.isNaN(value));
    squares += squaredDeviations(known, score);
    degreesOfFreedom += known.length - 1;
  }
  return { noise: Math.sqrt(squares / degreesOfFreedom), degreesOfFreedom };
}

function rows(results: Results, response: Float64Array, options: DetectableDifferenceOptions) {
  const tried = configurations(results, response).filter(({ diverged }) => diverged === 0);
  const { noise, degreesOfFreedom } = pooled(tried);
  const contrasts = [
    { contrast: "two configurations", averaged: 1 },
    ...results.axes.filter((axis) => axis.levels.length > 1).map((axis) => ({
      contrast: `two levels of ${axis.name}`,
      averaged: tried.length / axis.levels.length,
    })),
  ];
  // Every contrast asks for the same few degrees of freedom.
  const found = new Map<number, number>();
  const detectable = (freedom: number) => {
    if (!found.has(freedom)) found.set(freedom, detectableDifference(freedom, options));
    return found.get(freedom)!;
  };
  return contrasts.flatMap(({ contrast, averaged }) =>
    (options.seeds ?? [1, 2, 3, 5, 10, 20]).map((seeds) => {
      const error = noise * Math.sqrt(2 / (seeds * averaged));
      // The variance will be pooled over all configurations again; with one seed the present estimate is all there is.
      const freedom = seeds > 1 ? tried.length * (seeds - 1) : degreesOfFreedom;
      const noisy = degreesOfFreedom > 0, configurations = tried.length;
      const difference = noisy ? error * detectable(freedom) : null;
      return { contrast, seeds, noise: noisy ? noise : null, difference, configurations };
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
