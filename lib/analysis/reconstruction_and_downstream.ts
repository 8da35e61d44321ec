import type pl from "nodejs-polars";
import { rankCorrelation } from "../numbers/rank_correlation.ts";
import { jackknifeEach } from "../numbers/seed_jackknife.ts";
import { overOf } from "./axis.ts";
import { cellOf } from "./_cell.ts";
import { choiceColumn } from "./choice.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { groupResults } from "./group_results.ts";
import { MEASURES, type RecordedScores, recordedScores } from "./recorded_scores.ts";
import { losses } from "./response.ts";
import { column, readResults, type Results, type ResultsOptions } from "./results.ts";

/** Options of {@linkcode reconstructionAndDownstream}. */
export interface AgreementOptions extends ResultsOptions {
  /** Columns whose levels are analysed apart. @default [] */
  by?: readonly string[];
}

/**
 * Which configurations are compared: "all", where those that diverged share the last rank in both; "finished", without these;
 * "better half", the finished ones with the lower errors on what `chosen_on` says.
 */
export const PARTS = ["all", "finished", "better half"] as const;

type Part = typeof PARTS[number];
type Measure = typeof MEASURES[number];

const COLUMNS = {
  label: "text",
  classifier: "text",
  /** "balanced_accuracy" or "auc". */
  measure: "text",
  /** See {@linkcode PARTS}. */
  part: "text",
  /** The axes over which configurations range, such as "learning_rate, optimizer". */
  over: "text",
  /** What the better half is chosen on: "validation", or "test" for results without validation_mse. */
  chosen_on: "text",
  /** Spearman's rank correlation of −test MSE with the score: 1 if better reconstruction always classifies better. */
  correlation: "number?",
  /** Its 95 % interval by the jackknife over seeds; null under 3 seeds, and where leaving out a seed changes nothing. */
  low: "number?",
  high: "number?",
  /** Configurations compared, each by the mean over its seeds, as seeds of one are not independent evidence. */
  configurations: "integer",
  /** Configurations left aside: failed, diverged where those are not ranked, without a score, or of the worse half. */
  left_out: "integer",
  seeds: "integer",
} as const;

/** A row of {@linkcode reconstructionAndDownstream}, after the columns it is grouped by. */
export type AgreementRow = RowOf<
  typeof COLUMNS,
  Pick<RecordedScores, "classifier"> & { measure: Measure; part: Part }
>;

/** Sums over the runs of one configuration and seed. */
interface Sums {
  outcomes: number;
  diverged: number;
  measured: number;
  error: number;
  choice: number;
  score: number;
}

/** A configuration in both respects. */
interface Point {
  readonly reconstruction: number;
  readonly score: number;
  readonly choice: number;
}

/** Each configuration's sums by seed; seeds without any run of the group have none. */
function sumsOf(
  results: Results,
  choiceName: string,
  scoreOf: (run: unknown) => number,
): (Sums | undefined)[][] {
  const runs = column(results, "run"), found = new Map<number, (Sums | undefined)[]>();
  const error = losses(results, "test_mse", 1), choice = losses(results, choiceName, 1);
  for (let run = 0; run < results.runs; run++) {
    const id = cellOf(results.axes, run), unit = results.seed.codes[run]!;
    if (!found.has(id)) found.set(id, []);
    if (Number.isNaN(error[run]!)) continue; // failed: no outcome
    const sums = found.get(id)![unit] ??= {
      ...{ outcomes: 0, diverged: 0, measured: 0, error: 0, choice: 0, score: 0 },
    };
    const score = scoreOf(runs[run]);
    sums.outcomes++;
    if (error[run] === Infinity) sums.diverged++;
    else if (!Number.isNaN(score)) {
      sums.measured++;
      sums.error += error[run]!;
      sums.choice += choice[run]!;
      sums.score += score;
    }
  }
  return [...found.values()];
}

/** A configuration over some seeds: diverged if at least half of its runs are, as in the claims; NaN without a score. */
function pointOf(bySeed: readonly (Sums | undefined)[], seeds: readonly number[]): Point {
  const all = seeds.flatMap((seed) => bySeed[seed] ?? []);
  const sum = (name: keyof Sums) => all.reduce((sum, one) => sum + one[name], 0);
  const outcomes = sum("outcomes"), measured = sum("measured");
  if (outcomes > 0 && 2 * sum("diverged") >= outcomes) {
    return { reconstruction: -Infinity, score: -Infinity, choice: Infinity };
  }
  return {
    reconstruction: -sum("error") / measured,
    // Means that are equal but for rounding share a rank.
    score: Math.round(1e12 * sum("score") / measured) / 1e12,
    choice: sum("choice") / measured,
  };
}

function partsOf(points: readonly Point[]): Readonly<Record<Part, readonly Point[]>> {
  const all = points.filter(({ reconstruction }) => !Number.isNaN(reconstruction));
  const finished = all.filter(({ reconstruction }) => reconstruction > -Infinity);
  const sorted = finished.toSorted((a, b) => a.choice - b.choice);
  return { all, finished, "better half": sorted.slice(0, Math.ceil(sorted.length / 2)) };
}

function correlationOf(points: readonly Point[]): number {
  const reconstruction = points.map((point) => point.reconstruction);
  return rankCorrelation(reconstruction, points.map(({ score }) => score)).rho;
}

/**
 * Whether better reconstruction means a more useful latent space: the rank correlation between the two over configurations. It
 * need not (Eltager et al. 2023), and what holds over all of them may come from runs that learned little: among the better half
 * it is asked again.
 *
 * @param downstream As `downstreamFrame` has them.
 * @returns One row per group, label, classifier, measure and part ({@linkcode AgreementRow}).
 * @throws {InputError} If no run has a score.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { reconstructionAndDownstream } from "./reconstruction_and_downstream.ts";
 * const results = pl.DataFrame({
 *   run: ["a", "b", "c"], latent_size: [2, 5, 9], seed: [0, 0, 0], status: ["converged", "converged", "diverged"],
 *   test_mse: [0.1, 0.2, null],
 * });
 * const downstream = pl.DataFrame({
 *   run: ["a", "b"], label: ["sex", "sex"], classifier: ["knn", "knn"], balanced_accuracy: [0.5, 0.9], auc: [null, null],
 * });
 * const [all, finished] = reconstructionAndDownstream(results, downstream).toRecords();
 * if (all!.correlation !== 0.5 || finished!.correlation !== -1) throw new Error("wrong correlation");
 * ```
 */
export function reconstructionAndDownstream(
  results: pl.DataFrame,
  downstream: pl.DataFrame,
  options: AgreementOptions = {},
): pl.DataFrame {
  const { by = [] } = options, read = readResults(results, options);
  const scores = recordedScores(downstream), { name, chosenOn } = choiceColumn(read);
  const table = groupResults(read, by).flatMap(({ key, results }) =>
    scores.flatMap(({ label, classifier, byRun }) =>
      MEASURES.filter((measure) => hasAny(byRun, measure)).flatMap((measure) => {
        const sums = sumsOf(results, name, (run) => byRun.get(run)?.[measure] ?? NaN);
        const seeds = [...new Set(results.seed.codes)].sort((a, b) => a - b);
        const points = (units: readonly number[]) => sums.map((one) => pointOf(one, units));
        const parts = partsOf(points(seeds));
        const found = jackknifeEach(seeds.length, (kept) => {
          const own = partsOf(points(kept.map((unit) => seeds[unit]!)));
          return PARTS.map((part) => correlationOf(own[part]));
        });
        return PARTS.map((part, i) => {
          const { value, standardError, interval } = found[i]!;
          return {
            ...key,
            ...{ label, classifier, measure, part, over: overOf(results), chosen_on: chosenOn },
            correlation: value,
            // An interval of no width would claim what a few seeds cannot show.
            low: standardError ? Math.max(-1, interval!.low) : null,
            high: standardError ? Math.min(1, interval!.high) : null,
            configurations: parts[part].length,
            left_out: sums.length - parts[part].length,
            seeds: seeds.length,
          };
        });
      })
    )
  );
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}

function hasAny(byRun: RecordedScores["byRun"], measure: Measure): boolean {
  return [...byRun.values()].some((score) => !Number.isNaN(score[measure]));
}
