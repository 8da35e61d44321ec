import type pl from "nodejs-polars";
import { formatNumber } from "../format/number.ts";
import { mean } from "../numbers/mean.ts";
import { replayedOutcome } from "./_curves.ts";
import { type RowOf, toFrame } from "./_frame.ts";
import { type FullRule, ownRules, type TrainedBy } from "./_own_rules.ts";
import type { ReplayRule } from "./_replay.ts";
import { replayedGroup, replayedResults, type ReplayedRuns, replayRuns } from "./_replayed_runs.ts";
import { stoppingRules } from "./_stopping_rules.ts";
import { type TotalRow, totalRows } from "./_total_rows.ts";
import { configurations } from "./configurations.ts";
import type { GridOptions } from "./factorial_grid.ts";
import { groupResults } from "./group_results.ts";
import { meanPredictorError, responseOf, type Treatment } from "./response.ts";
import { readResults, type Results, type ResultsOptions } from "./results.ts";
import { bestOf } from "./tuned_scores.ts";

/** Options of {@linkcode stoppingSensitivity}. */
export interface StoppingOptions extends ResultsOptions, GridOptions {
  /**
   * What is changed of the sweep's own rule; the first is what the others are compared with.
   * @default nothing; then the next stricter patience, thresholds and caps, and the next longer patience
   */
  rules?: readonly ReplayRule[];
  /** How the sweep ended its runs, as its manifest's fixed options say. @default training's own rule */
  trained?: TrainedBy;
  /**
   * The history's column that stands for the result.
   * @default "validation_mse" where the history has it, else "reconstruction"
   */
  outcome?: string;
  /** @default "clip" (reconstruction at the model's worst finite one, as a history knows no mean predictor of it) */
  treatment?: Treatment;
}

const COLUMNS = {
  /** Such as "patience 3, threshold 1e-4, cap 100"; what differs between runs is their own. */
  rule: "text",
  /** Null where it differs between runs, or where nothing but the cap ended them. */
  patience: "number?",
  min_delta: "number?",
  min_epochs: "number?",
  max_epochs: "number?",
  model: "text",
  /** Runs with an outcome, those the rule would have let continue beyond the curve, and those that diverge under it. */
  runs: "integer",
  censored: "integer",
  diverged: "integer",
  /** Mean number of epochs over those runs. */
  mean_epochs: "number",
  /** Share of optimizer × latent size × further axes with the same best learning rate as under the first rule. */
  same_best_learning_rate: "number?",
  /** An axis, its total importance under the rule, and what that is more than under the first rule. */
  axis: "text",
  importance: "number?",
  change: "number?",
  /** The history's column that is read at the best epoch. */
  outcome: "text",
  treatment: "text",
  dropped: "text",
} as const;

/** A row of {@linkcode stoppingSensitivity}. */
export type StoppingRow = RowOf<typeof COLUMNS, { treatment: Treatment }>;

type Row = Record<string, unknown>;

interface Replayed {
  readonly totals: readonly (TotalRow & { readonly model: unknown })[];
  /** The best learning rate by place: model, optimizer, latent size and further axes. */
  readonly best: Map<string, { readonly model: unknown; readonly rate: unknown }>;
  readonly outcomes: Map<unknown, Row>;
}

/** Per model: how many runs ended how, and after how many epochs. */
function outcomes({ status, columns }: Results): Row {
  const [epochs, censored] = ["epochs", "replayed_censored"].map((name) => columns.get(name)!);
  const ended = [...status.keys()].filter((run) => status[run] !== "failed");
  return {
    runs: ended.length,
    censored: ended.filter((run) => censored![run]).length,
    diverged: ended.filter((run) => status[run] === "diverged").length,
    mean_epochs: mean(ended.map((run) => Number(epochs![run]))),
  };
}

/** The best learning rate of each combination of all other axes, as `bestLearningRate` has it. */
function bestRates(results: Results, response: Float64Array): Replayed["best"] {
  const rate = results.axes.findIndex(({ name }) => name === TUNED);
  const only = results.columns.get(TUNED)?.[0], models = results.columns.get("model")!;
  const places = Map.groupBy(
    configurations(results, response),
    ({ codes }) => codes.filter((_, axis) => axis !== rate).join(),
  );
  return new Map([...places].map(([place, tried]) => {
    const best = bestOf(tried), { levels } = tried[0]!;
    const found = best && (rate < 0 ? only : best.levels[TUNED]);
    return [place, { model: "model" in levels ? levels.model : models[0], rate: found }];
  }));
}

const TUNED = "learning_rate";

function measure(
  read: Results,
  replayed: ReplayedRuns,
  options: StoppingOptions & { readonly worst: number | undefined },
): Replayed {
  const { rules: _, outcome: __, trained: ___, ...rest } = options;
  const settings = { ...rest, response: "replayed_outcome", logarithm: true };
  const groups = groupResults(read, ["model"]).map((group) => ({
    model: group.key.model,
    results: replayedGroup(group, replayed),
  }));
  const all = replayedResults(read, replayed);
  return {
    totals: groups.flatMap(({ model, results }) =>
      totalRows(results, settings).map((row) => ({ ...row, model }))
    ),
    best: bestRates(all, responseOf(all, settings).values),
    outcomes: new Map(groups.map(({ model, results }) => [model, outcomes(results)])),
  };
}

/** Share of the places of one model where two rules find the same best learning rate. */
function agreement(replayed: Replayed, reference: Replayed, model: unknown): number {
  const places = [...reference.best].filter(([, found]) => found.model === model);
  const same = places.filter(([place, { rate }]) => replayed.best.get(place)?.rate === rate);
  return same.length / places.length;
}

function describe(given: ReplayRule, own: readonly FullRule[]) {
  const value = (name: keyof FullRule) => {
    const levels = new Set(own.map((rule) => given[name] ?? rule[name]));
    return levels.size === 1 ? [...levels][0]! : null;
  };
  const [patience, delta, least, cap] =
    (["patience", "minDelta", "minEpochs", "maxEpochs"] as const).map(value);
  const text = (number: number | null | undefined) =>
    number === null ? "of its own" : formatNumber(number);
  const parts = [
    patience === Infinity ? "no early stopping" : `patience ${text(patience)}`,
    `threshold ${text(delta)}`,
    ...(least === 0 ? [] : [`at least ${text(least)} epochs`]),
    `cap ${text(cap)}`,
  ];
  const rule = parts.join(", ");
  return { rule, patience, min_delta: delta, min_epochs: least, max_epochs: cap };
}

/**
 * Whether the conclusions depend on when training stops: epochs, best learning rate and importance under other stopping
 * rules, replayed on the stored curves, starting from the rule and the cap that the sweep had. Rules stricter than these
 * are exact; laxer ones censor runs, which are counted.
 *
 * @param results The results frame, with model, optimizer, latent_size and learning_rate.
 * @param history The curves; see `replayStopping`.
 * @returns One row per rule, model and axis ({@linkcode StoppingRow}).
 * @throws {InputError} If the grid is incomplete and `onMissing` is not "largest", or a curve is missing.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { stoppingSensitivity } from "./stopping_sensitivity.ts";
 * const results = pl.DataFrame({
 *   run: ["a", "b"], model: ["vae", "vae"], optimizer: ["adam", "adam"], latent_size: [5, 5], learning_rate: [0.1, 0.01],
 *   seed: [0, 0], status: ["max_epochs", "max_epochs"], epochs: [2, 2], best_epoch: [2, 2], validation_loss: [4, 1],
 * });
 * const history = pl.DataFrame({
 *   run: ["a", "a", "b", "b"], epoch: [1, 2, 1, 2], validation_loss: [5, 4, 9, 1], reconstruction: [5, 4, 9, 1],
 * });
 * const rules = [{ maxEpochs: 2 }, { maxEpochs: 1 }];
 * const [two, one] = stoppingSensitivity(results, history, { rules }).toRecords();
 * if (two!.mean_epochs !== 2 || one!.same_best_learning_rate !== 0) throw new Error("one epoch favours 0.1");
 * ```
 */
export function stoppingSensitivity(
  results: pl.DataFrame,
  history: pl.DataFrame,
  options: StoppingOptions = {},
): pl.DataFrame {
  const { outcome = replayedOutcome(history), trained, treatment = "clip" } = options;
  const read = readResults(results, options), own = ownRules(read, trained);
  const { rules = stoppingRules(own) } = options;
  const worst = outcome === "validation_mse" ? meanPredictorError(read) : undefined;
  const replayed = rules.map((rule) =>
    measure(read, replayRuns(read, history, { outcome, trained, rule }), { ...options, worst })
  );
  const table = replayed.flatMap((measured, i) =>
    measured.totals.map((total, t) => {
      const first = replayed[0]!.totals[t]!.importance;
      const known = total.importance !== null && first !== null;
      return {
        ...describe(rules[i]!, own),
        model: total.model,
        ...measured.outcomes.get(total.model),
        same_best_learning_rate: agreement(measured, replayed[0]!, total.model),
        axis: total.axis,
        importance: total.importance,
        change: known ? Number(total.importance) - Number(first) : null,
        outcome,
        treatment,
        dropped: total.dropped,
      };
    })
  );
  return toFrame(table, COLUMNS);
}
