import pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { known } from "../numbers/known.ts";
import { knownMean } from "../numbers/known_mean.ts";
import { type RowOf, toFrame } from "./_frame.ts";
import { type Configuration, configurations, nameOf } from "./configurations.ts";
import { choiceOf } from "./choice.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, rowsOf } from "./response.ts";
import { overOf } from "./axis.ts";
import { column, readResults, type Results, type ResultsOptions } from "./results.ts";
import { quantile } from "../numbers/quantile.ts";
import { bestOf } from "./tuned_scores.ts";

const COLUMNS = {
  model: "text",
  latent_size: "integer",
  /** The axes over which runs range, such as "learning_rate, optimizer". */
  over: "text",
  /** Finished runs whose latent space was measured, and all others (diverged, failed, not measured). */
  runs: "integer",
  left_out: "integer",
  /** Share of runs without an active unit: the posterior has collapsed to the prior. */
  collapsed: "number?",
  /** Active units (Burda et al. 2015): median and quartiles over runs. */
  active_units: "number?",
  active_units_25: "number?",
  active_units_75: "number?",
  /** Effective rank of the posterior means (Roy & Vetterli 2007): median over runs. */
  effective_rank: "number?",
  /** KL divergence from the prior in nats, summed over dimensions, and the largest share of one: medians over runs. */
  kl: "number?",
  largest_kl_share: "number?",
  /** The configuration that is chosen (see `chosen_on`), and means over its finished seeds; null where none finished. */
  best_configuration: "text?",
  /** What it is chosen on: "validation", or "test" for results without validation_mse. */
  chosen_on: "text",
  best_active_units: "number?",
  best_effective_rank: "number?",
  best_kl: "number?",
} as const;

/** A row of {@linkcode latentUse}. */
export type LatentUseRow = RowOf<typeof COLUMNS>;

interface Divergence {
  readonly sum: number;
  readonly largest: number;
}

/** The KL divergence of each run, from its dimensions. */
function divergences(latent: pl.DataFrame): Map<unknown, Divergence> {
  // A dimension without a finite divergence leaves its run without one.
  const kl = pl.col("kl").cast(pl.Float64).fillNull(pl.lit(NaN));
  const sums = latent.select(pl.col("run"), kl.alias("kl")).groupBy("run").agg(
    pl.col("kl").sum().alias("sum"),
    pl.col("kl").max().alias("largest"),
  );
  const [runs, sum, largest] = ["run", "sum", "largest"].map((name) =>
    sums.getColumn(name).toArray()
  );
  return new Map(
    runs!.map((run, i) => [run, { sum: Number(sum![i]), largest: Number(largest![i]) }]),
  );
}

function at(values: readonly (number | null | undefined)[], probability: number): number | null {
  const sorted = Float64Array.from(known(values)).sort();
  return sorted.length > 0 ? quantile(sorted, probability) : null;
}

/** Positions of a configuration's runs. */
function runsOf(results: Results, best: Configuration | null): number[] {
  return [...results.status.keys()].filter((run) =>
    best && results.axes.every((axis, i) => axis.codes[run] === best.codes[i])
  );
}

/**
 * How much of the latent space is used, over all finished runs and by the best configuration, for each model and latent
 * size: capacity that is paid for and not used is the first sign of a collapsed posterior.
 *
 * @param results The results frame, with active_units and effective_rank.
 * @param latent Columns run, dimension and kl, as `latentFrame` has them; without it the divergences are null.
 * @returns One row per model and latent size ({@linkcode LatentUseRow}).
 * @throws {InputError} If no run's latent space was measured.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { latentUse } from "./latent_use.ts";
 * const results = pl.DataFrame({
 *   run: ["a", "b"], model: ["vae", "vae"], latent_size: [2, 2], learning_rate: [0.1, 0.01], seed: [0, 0],
 *   status: ["converged", "converged"], test_mse: [0.9, 0.3], active_units: [0, 2], effective_rank: [0, 1.5],
 * });
 * const latent = pl.DataFrame({ run: ["b", "b"], dimension: [1, 2], kl: [3, 1] });
 * const [row] = latentUse(results, latent).toRecords();
 * if (row!.collapsed !== 0.5 || row!.best_active_units !== 2 || row!.best_kl !== 4) throw new Error("wrong use");
 * ```
 */
export function latentUse(
  results: pl.DataFrame,
  latent?: pl.DataFrame | null,
  options: ResultsOptions = {},
): pl.DataFrame {
  const read = readResults(results, options), response = responseOf(read), choice = choiceOf(read);
  const kl = latent ? divergences(latent) : new Map<unknown, Divergence>();
  if (!read.columns.get("active_units")?.some((value) => value !== null)) {
    throw new InputError("Cannot report how latent spaces are used: no run has measured one");
  }
  const table = groupResults(read, ["model", "latent_size"]).map(({ key, results, rows }) => {
    const runs = column(results, "run"),
      number = (name: string) =>
        column(results, name).map((value) => typeof value === "number" ? value : null);
    const active = number("active_units"), rank = number("effective_rank");
    const own = runs.map((run) => kl.get(run));
    const tried = configurations(results, rowsOf(response, rows), { choice: rowsOf(choice, rows) });
    const best = bestOf(tried), chosen = runsOf(results, best);
    const of = <T>(values: readonly T[]) => chosen.map((run) => values[run]!);
    const measured = known(active);
    return {
      ...key,
      over: overOf(results),
      runs: measured.length,
      left_out: runs.length - measured.length,
      collapsed: knownMean(measured.map((units) => Number(units === 0))),
      active_units: at(active, 0.5),
      active_units_25: at(active, 0.25),
      active_units_75: at(active, 0.75),
      effective_rank: at(rank, 0.5),
      kl: at(own.map((run) => run?.sum), 0.5),
      largest_kl_share: at(
        own.map((run) => run && run.sum > 0 ? run.largest / run.sum : null),
        0.5,
      ),
      best_configuration: best && nameOf(best),
      chosen_on: choice.chosenOn,
      best_active_units: knownMean(of(active)),
      best_effective_rank: knownMean(of(rank)),
      best_kl: knownMean(of(own.map((run) => run?.sum))),
    };
  });
  return toFrame(table, COLUMNS);
}
