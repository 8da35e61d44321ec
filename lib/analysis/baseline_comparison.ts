import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { mean } from "../numbers/mean.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { type Configuration, configurations, nameOf, weightedScore } from "./configurations.ts";
import { choiceColumn } from "./choice.ts";
import { groupResults } from "./group_results.ts";
import { losses } from "./response.ts";
import { overOf } from "./axis.ts";
import { readResults, type Results, type ResultsOptions } from "./results.ts";
import { studentInterval } from "../numbers/student_interval.ts";
import { bestOf } from "./tuned_scores.ts";

const COLUMNS = {
  model: "text",
  latent_size: "integer",
  /** The axes over which the best is sought, such as "learning_rate, optimizer". */
  over: "text",
  /** The configuration that is chosen (see `chosen_on`), such as "learning_rate 0.001, optimizer adam". */
  best_configuration: "text?",
  /**
   * It has the lowest mean log MSE over seeds on these samples: "validation", or "test" for results without validation_mse.
   */
  chosen_on: "text",
  /** Its test MSE, and those of the baselines on the same splits: geometric means over its seeds. */
  model_mse: "number?",
  pca_mse: "number",
  mean_predictor_mse: "number",
  /**
   * model_mse / pca_mse with its 95 % interval (Student's t over seeds, paired by split), null with one seed. All are null
   * where as many components as genes reproduce every sample.
   */
  ratio: "number?",
  low: "number?",
  high: "number?",
  /**
   * The same ratio where each seed judges the configuration that the other seeds chose: free of the luck that makes the
   * lowest of many look good. Null with one seed.
   */
  ratio_held_out: "number?",
  /** Share of configurations with a lower mean log MSE than PCA, and than the mean predictor. */
  better_than_pca: "number",
  better_than_mean: "number",
  configurations: "integer",
  /** Configurations of which some run diverged: that run counts with the mean predictor's error. */
  diverged: "integer",
  seeds: "integer",
} as const;

/** A row of {@linkcode baselineComparison}. */
export type BaselineComparisonRow = RowOf<typeof COLUMNS>;

/**
 * log10 of the error of so many components (0: the mean predictor) on a split (see `Results` for its seed): −∞ where they
 * are as many as genes.
 */
type Floor = (seed: unknown, components: unknown) => number;

/** @returns The floor of runs with a number of genes, which is undefined where that is no axis. */
function floorsOf(baselines: pl.DataFrame): (genes: unknown) => Floor {
  const place = (...of: readonly unknown[]) => of.join(" ");
  const known = new Map(
    baselines.toRecords().map(({ split_seed, components, genes, test_mse }) => [
      place(split_seed, components, genes),
      Number(test_mse),
    ]),
  );
  return (genes) => (seed, components) => {
    const error = known.get(place(seed, components, genes));
    if (error !== undefined && error >= 0) return Math.log10(error);
    throw new InputError(
      `Cannot compare with baselines: there is no baseline of ${components} components for split seed ${seed}; ` +
        "a sweep adds them when it ends",
    );
  };
}

/** log10 MSE of each run on test samples, and on those by which configurations are chosen. */
interface Errors {
  readonly values: Float64Array;
  readonly choice: Float64Array;
}

const finite = (value: number) => Number.isFinite(value) ? value : null;

/** Each seed in turn evaluates the configuration that the others chose. */
function heldOut(tried: readonly Configuration[], pca: readonly number[]): number | null {
  const found = pca.flatMap((floor, seed) => {
    const others = Float64Array.from(pca, (_, s) => Number(s !== seed));
    const judged = tried.filter(({ values }) => !Number.isNaN(values[seed]!));
    const chosen = bestOf(judged, others);
    return chosen ? [chosen.values[seed]! - floor] : [];
  });
  return found.length > 0 && pca.length > 1 ? finite(10 ** mean(found)) : null;
}

function row(results: Results, { values, choice }: Errors, floor: Floor, size: unknown) {
  const tried = configurations(results, values, { choice }), { levels } = results.seed;
  const pca = levels.map((seed) => floor(seed, size));
  const predictor = levels.map((seed) => floor(seed, 0));
  // Only seeds that a configuration has been tried with: splits differ in how hard they are.
  const above = ({ values }: Configuration, floors: readonly number[]) =>
    weightedScore(values.map((value, seed) => value - floors[seed]!));
  const share = (floors: readonly number[]) =>
    tried.filter((one) => above(one, floors) < -1e-12).length / tried.length;
  const best = bestOf(tried);
  const seeds = [...levels.keys()].filter((seed) =>
    best ? !Number.isNaN(best.values[seed]!) : true
  );
  const over = (floors: ArrayLike<number>) => 10 ** mean(seeds.map((seed) => floors[seed]!));
  const ratios = best ? seeds.map((seed) => best.values[seed]! - pca[seed]!) : [];
  const interval = studentInterval(ratios);
  return {
    over: overOf(results),
    best_configuration: best && nameOf(best),
    model_mse: best && over(best.values),
    pca_mse: over(pca),
    mean_predictor_mse: over(predictor),
    ratio: best && finite(10 ** mean(ratios)),
    low: interval && finite(10 ** interval.low),
    high: interval && finite(10 ** interval.high),
    ratio_held_out: heldOut(tried, pca),
    better_than_pca: share(pca),
    better_than_mean: share(predictor),
    configurations: tried.length,
    diverged: tried.filter(({ diverged }) => diverged > 0).length,
    seeds: seeds.length,
  };
}

/**
 * Is it worth it? Each model's best configuration of each latent size against the best linear reconstruction with as many
 * components and against the mean predictor, on the same splits. Errors are clipped at each split's mean predictor, which
 * also stands for diverged runs.
 *
 * @param baselines Columns split_seed, components (0 for the mean predictor) and test_mse, as `writeBaselines` writes them.
 * @returns One row per model and latent size ({@linkcode BaselineComparisonRow}), and per number of genes, its last column,
 * where the sweep varies that: errors over different genes are not compared.
 * @throws {InputError} If a split has no baseline of some latent size.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { baselineComparison } from "./baseline_comparison.ts";
 * const results = pl.DataFrame({
 *   model: ["vae", "vae"], latent_size: [2, 2], learning_rate: [0.1, 0.01], seed: [0, 0],
 *   status: ["diverged", "converged"], test_mse: [null, 0.3],
 * });
 * const baselines = pl.DataFrame({ split_seed: [0, 0], components: [0, 2], test_mse: [1, 0.6] });
 * const [row] = baselineComparison(results, baselines).toRecords();
 * if (Math.abs(Number(row!.ratio) - 0.5) > 1e-12 || row!.better_than_pca !== 0.5) throw new Error("wrong ratio");
 * ```
 */
export function baselineComparison(
  results: pl.DataFrame,
  baselines: pl.DataFrame,
  options: ResultsOptions = {},
): pl.DataFrame {
  const floors = floorsOf(baselines), read = readResults(results, options);
  const genes = read.columns.has("genes") ? ["genes"] : [];
  const by = ["model", "latent_size", ...genes];
  const { name, chosenOn } = choiceColumn(read);
  const table = groupResults(read, by).flatMap(({ key, results }) => {
    const { seed } = results, floor = floors(key.genes);
    const clipped = (column: string) =>
      losses(results, column, 1).map((loss, run) =>
        Number.isNaN(loss)
          ? NaN
          : Math.min(Math.log10(loss), floor(seed.levels[seed.codes[run]!], 0))
      );
    const errors = { values: clipped("test_mse"), choice: clipped(name) };
    if (errors.values.every(Number.isNaN)) return []; // nothing but failed runs
    return [{ ...key, ...row(results, errors, floor, key.latent_size), chosen_on: chosenOn }];
  });
  return toFrame(table, { ...COLUMNS, ...levelColumns(genes) });
}
