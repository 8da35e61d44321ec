import { knownMean } from "../numbers/known_mean.ts";
import { mean } from "../numbers/mean.ts";
import { squaredDeviations } from "../numbers/squared_deviations.ts";
import type { ResultsOptions } from "./results.ts";
import { RUN_STATUSES, type RunStatus } from "../sweep/store/run_status.ts";
import { type RunRow, toRunRows } from "./run_rows.ts";

/** A model's best configuration; numbers are means over its finished runs (one per seed). */
export interface BestConfiguration {
  readonly model: string;
  /** Null, as all that follows but the counts, if no run of the model finished. */
  readonly learning_rate: number | null;
  readonly latent_size: number | null;
  readonly optimizer: string | null;
  /** Values of the further axes that have more than one in the results, by column; null for a model without the option. */
  readonly further: Readonly<Record<string, unknown>>;
  readonly test_mse: number | null;
  /** What it is chosen on: "test" where some finished run has no validation_mse, as in folders of earlier versions. */
  readonly chosen_on: "validation" | "test";
  /** Standard deviation over the finished runs (n − 1); null for fewer than two. */
  readonly test_mse_sd: number | null;
  readonly test_r2: number | null;
  readonly epochs: number | null;
  /** "stalled" if any of the finished runs did, else "max_epochs" if any reached the limit. */
  readonly status: "converged" | "max_epochs" | "stalled" | null;
  /** How many of the configuration's runs finished, and how many it has. */
  readonly finished: number;
  readonly runs: number;
}

/** How many runs of an optimizer ended in which way. */
export interface OutcomeCounts extends Readonly<Record<RunStatus, number>> {
  readonly optimizer: string;
  readonly runs: number;
}

/** What closes a sweep. */
export interface Summary {
  readonly runs: number;
  readonly seeds: number;
  /** Splits that each of the seeds is run on; 1 where each seed has its own. */
  readonly splits: number;
  /**
   * One per model, lowest test MSE first, models without a finished run last; where the number of genes varies, one per
   * model of each number, as errors over different genes are not compared.
   */
  readonly best: readonly BestConfiguration[];
  /** One per optimizer, by alphabet. */
  readonly outcomes: readonly OutcomeCounts[];
}

function standardDeviation(values: readonly number[]): number | null {
  return values.length < 2 ? null : Math.sqrt(squaredDeviations(values) / (values.length - 1));
}

/** Further axes that have more than one value somewhere in the results. */
function varied(rows: readonly RunRow[]): string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row.further)));
  return [...names].filter((name) => new Set(rows.map((row) => row.further[name])).size > 1);
}

/** A configuration with the mean log error by which it is chosen. */
interface Candidate {
  readonly entry: BestConfiguration;
  readonly merit: number;
}

/** What the best configurations are chosen on, and where that stands. */
interface Choice {
  readonly chosen_on: BestConfiguration["chosen_on"];
  readonly column: "validation_mse" | "test_mse";
}

/** How a configuration's runs ended: the worst of the ways in which finished runs do. */
const ENDS = ["stalled", "max_epochs", "converged"] as const;

const isFinished = ({ status, test_mse }: RunRow) =>
  status !== "diverged" && status !== "failed" && test_mse !== null;

function choiceOf(rows: readonly RunRow[]): Choice {
  const finished = rows.filter(isFinished);
  return finished.every(({ validation_mse }) => validation_mse !== null)
    ? { chosen_on: "validation", column: "validation_mse" }
    : { chosen_on: "test", column: "test_mse" };
}

function describe(
  rows: readonly RunRow[],
  axes: readonly string[],
  { chosen_on, column }: Choice,
): Candidate {
  const { model, learning_rate, latent_size, optimizer, further } = rows[0]!;
  const finished = rows.filter(isFinished);
  const entry: BestConfiguration = {
    model,
    learning_rate,
    latent_size,
    optimizer,
    chosen_on,
    further: Object.fromEntries(axes.map((axis) => [axis, further[axis]])),
    test_mse: knownMean(finished.map((row) => row.test_mse)),
    test_mse_sd: standardDeviation(finished.map((row) => row.test_mse!)),
    test_r2: knownMean(finished.map((row) => row.test_r2)),
    epochs: knownMean(finished.map((row) => row.epochs)),
    status: ENDS.find((end) => finished.some((row) => row.status === end)) ?? null,
    finished: finished.length,
    runs: rows.length,
  };
  return { entry, merit: mean(finished.map((row) => Math.log(row[column]!))) };
}

/** What stands for a model of which nothing finished: it is said, not left out. */
function nothing(
  model: string,
  runs: number,
  { chosen_on, further }: Choice & Pick<BestConfiguration, "further">,
): BestConfiguration {
  const unknown = {
    learning_rate: null,
    latent_size: null,
    optimizer: null,
    status: null,
  } as const;
  const metrics = { test_mse: null, test_mse_sd: null, test_r2: null, epochs: null };
  return { model, ...unknown, chosen_on, further, ...metrics, finished: 0, runs };
}

/** A configuration whose every run finished beats one that diverged for a seed: its mean is not a lucky draw. */
function bestOf(
  rows: readonly RunRow[],
  axes: readonly string[],
  choice: Choice,
): BestConfiguration {
  const key = (row: RunRow) =>
    JSON.stringify([
      row.learning_rate,
      row.latent_size,
      row.optimizer,
      axes.map((a) => row.further[a]),
    ]);
  const all = [...Map.groupBy(rows, key).values()].map((group) => describe(group, axes, choice));
  const some = all.filter(({ entry }) => entry.test_mse !== null);
  const whole = some.filter(({ entry }) => entry.finished === entry.runs);
  const [best] = (whole.length > 0 ? whole : some).sort((a, b) => a.merit - b.merit);
  return best?.entry ?? nothing(rows[0]!.model, rows.length, {
    ...choice,
    further: axes.includes("genes") ? { genes: rows[0]!.further.genes } : {},
  });
}

function countOutcomes(optimizer: string, rows: readonly RunRow[]): OutcomeCounts {
  const count = (status: RunStatus) => rows.filter((row) => row.status === status).length;
  const counts = Object.fromEntries(RUN_STATUSES.map((status) => [status, count(status)]));
  return { optimizer, ...counts as Record<RunStatus, number>, runs: rows.length };
}

/**
 * The best configuration of each model and how the runs of each optimizer ended.
 *
 * The best configuration has the lowest validation MSE, as the mean of its logarithm over seeds, among those whose every run
 * finished; if a model has none of these, among those of which some did (`finished` below `runs` says so). What is reported
 * of it are means over test samples, which took no part in the choice.
 *
 * @param results One object per run, with the results' columns.
 * @param options The axes beyond the study's own.
 * @throws {InputError} If a column is missing or holds something else, or two runs differ in no axis.
 *
 * @example
 * ```ts
 * import { summarize } from "./summary.ts";
 * const run = { model: "vae", latent_size: 5, optimizer: "adam", seed: 0, test_reconstruction: 1, epochs: 9 };
 * const { best } = summarize([
 *   { ...run, run: "a", learning_rate: 0.001, status: "converged", test_mse: 0.4, test_r2: 0.6 },
 *   { ...run, run: "b", learning_rate: 0.1, status: "diverged", test_mse: null, test_r2: null },
 * ]);
 * if (best[0]!.learning_rate !== 0.001) throw new Error("wrong configuration");
 * ```
 */
export function summarize(results: readonly object[], options: ResultsOptions = {}): Summary {
  const rows = toRunRows(results, options), axes = varied(rows);
  const genesOf = ({ further }: Pick<RunRow, "further">) => Number(further.genes ?? 0);
  const groups = [...Map.groupBy(rows, (row) => `${row.model} ${genesOf(row)}`).values()];
  const choice = choiceOf(rows);
  const best = groups.map((group) => ({
    genes: genesOf(group[0]!),
    ...bestOf(group, axes, choice),
  }))
    .sort((a, b) => a.genes - b.genes || (a.test_mse ?? Infinity) - (b.test_mse ?? Infinity) || 0)
    .map(({ genes: _, ...entry }) => entry);
  const seeds = new Set(rows.map((row) => row.seed)).size;
  const splits = results.map((row) => (row as { split_seed?: unknown }).split_seed);
  const crossed = splits.some((split, i) => (split ?? rows[i]!.seed) !== rows[i]!.seed);
  const optimizers = [...Map.groupBy(rows, (row) => row.optimizer)].sort(([a], [b]) =>
    a < b ? -1 : 1
  );
  return {
    runs: rows.length,
    seeds,
    splits: crossed ? new Set(splits).size : 1,
    best,
    outcomes: optimizers.map(([optimizer, group]) => countOutcomes(optimizer, group)),
  };
}
