import type pl from "nodejs-polars";
import { extent } from "../numbers/extent.ts";
import { mean } from "../numbers/mean.ts";
import { replayedOutcome } from "./_curves.ts";
import { replayedGroup, replayRuns } from "./_replayed_runs.ts";
import { totalRows } from "./_total_rows.ts";
import { type RowOf, toFrame } from "./_frame.ts";
import { ownRules, type TrainedBy } from "./_own_rules.ts";
import type { GridOptions } from "./factorial_grid.ts";
import { groupResults } from "./group_results.ts";
import { meanPredictorError, type Treatment, TREATMENTS } from "./response.ts";
import { readResults, type ResultsOptions } from "./results.ts";

/** Options of {@linkcode importanceByCap}. */
export interface ImportanceByCapOptions extends ResultsOptions, GridOptions {
  /** How the sweep ended its runs, as its manifest's fixed options say. @default training's own rule */
  trained?: TrainedBy;
  /** Caps on the epochs; none may lie above the recorded one. @default 10, 20, 30, 50, 100 … and the sweep's own */
  caps?: readonly number[];
  /** How diverged runs count. @default both ways */
  treatments?: readonly Treatment[];
}

const COLUMNS = {
  /** Epochs after which every run ends at the latest. */
  cap: "integer",
  /** "all" models together, or one. */
  model: "text",
  /** An axis, its total importance under the cap with its 95 % interval over seeds (null under 3), and its place: 1 leads. */
  axis: "text",
  importance: "number?",
  low: "number?",
  high: "number?",
  place: "integer",
  /** Shares of the runs that the cap ends, and that diverge before it. */
  at_cap: "number",
  diverged: "number",
  /** The history's column that is the response, read at the best epoch so far. */
  outcome: "text",
  treatment: "text",
  dropped: "text",
} as const;

/** A row of {@linkcode importanceByCap}. */
export type ImportanceByCapRow = RowOf<typeof COLUMNS, { treatment: Treatment }>;

const CAPS = [10, 20, 30, 50, 100, 200, 300, 500, 1000];

/** Share of the runs with an outcome that ended in a way. */
function shareOf(statuses: readonly string[], ended: string): number {
  const own = statuses.filter((status) => status !== "failed");
  return mean(own.map((status) => Number(status === ended)));
}

/**
 * Whether what matters depends on how long the runs may train: total importances if no run had trained longer than a cap,
 * found by stopping each run anew on its stored curve. Exact up to the cap of the sweep, beyond which nothing is known.
 *
 * The response is the validation error of the best epoch so far; folders of earlier versions have the validation
 * reconstruction, which differs between models, so that they are not put together there.
 *
 * @param results The results frame.
 * @param history The curves; see `replayStopping`.
 * @returns One row per cap, treatment of diverged runs, model and axis ({@linkcode ImportanceByCapRow}).
 * @throws {InputError} If the grid is incomplete and `onMissing` is not "largest", or a curve is missing.
 *
 * @example Two epochs in, the optimizer matters; ten epochs in, it no longer does
 * ```ts
 * import pl from "nodejs-polars";
 * import { importanceByCap } from "./importance_by_cap.ts";
 * const runs = ["adam", "sgd"].flatMap((optimizer) => [5, 50].map((latent_size) => ({ optimizer, latent_size })));
 * const results = pl.DataFrame(runs.map((cell, i) => ({
 *   run: `run${i}`, model: "vae", ...cell, seed: 0, status: "max_epochs", epochs: 10, best_epoch: 10, validation_loss: 1,
 * })));
 * const history = pl.DataFrame(runs.flatMap(({ optimizer, latent_size }, i) =>
 *   Array.from({ length: 10 }, (_, epoch) => {
 *     const loss = (epoch < 5 && optimizer === "sgd" ? 0.9 : 0.6 - epoch / 100) - latent_size / 1000;
 *     return { run: `run${i}`, epoch: epoch + 1, validation_loss: loss, validation_mse: loss };
 *   })
 * ));
 * const rows = importanceByCap(results, history, { caps: [2, 10], trained: { maxEpochs: 10 } }).toRecords();
 * const leaders = rows.filter((row) => row.place === 1 && row.model === "all" && row.treatment === "clip").map((row) => row.axis);
 * if (leaders.join() !== "optimizer,latent_size") throw new Error(leaders.join());
 * ```
 */
export function importanceByCap(
  results: pl.DataFrame,
  history: pl.DataFrame,
  options: ImportanceByCapOptions = {},
): pl.DataFrame {
  const { trained, treatments = TREATMENTS, onMissing } = options;
  const outcome = replayedOutcome(history);
  const read = readResults(results, options), together = outcome === "validation_mse";
  const [recorded] = extent(ownRules(read, trained).map(({ maxEpochs }) => maxEpochs));
  const { caps = [...CAPS.filter((cap) => cap < recorded), recorded] } = options;
  const settings = {
    ...{ onMissing, response: "replayed_outcome", logarithm: true },
    worst: together ? meanPredictorError(read) : undefined,
  };
  const models = groupResults(read, ["model"]);
  const groups = [
    ...together ? [{ ...groupResults(read, [])[0]!, key: { model: "all" } }] : [],
    ...models,
  ];
  const table = caps.flatMap((given) => {
    const cap = Math.min(given, recorded);
    const replayed = replayRuns(read, history, { outcome, trained, rule: { maxEpochs: cap } });
    const ended = groups.map((group) => ({
      model: String(group.key.model),
      results: replayedGroup(group, replayed),
    }));
    return treatments.flatMap((treatment) =>
      ended.flatMap(({ model, results }) => {
        const [at_cap, diverged] = ["max_epochs", "diverged"].map((how) =>
          shareOf(results.status, how)
        );
        const rows = totalRows(results, { ...settings, treatment });
        return rows.map(({ axis, importance, low, high, dropped }) => ({
          ...{ cap, model, at_cap, diverged, outcome, axis, importance, low, high },
          place: 1 + rows.filter((other) => Number(other.importance) > Number(importance)).length,
          ...{ treatment, dropped },
        }));
      })
    );
  });
  return toFrame(table, COLUMNS);
}
