import type pl from "nodejs-polars";
import type { ClaimRow, Verdict } from "./_claim.ts";
import { claimAnswers, handledAnswers } from "./_claim_answers.ts";
import { type ClaimRuns, claimRuns, plainLevel } from "./_claim_runs.ts";
import { modelVariations, rangeVariations, replayVariations } from "./_claim_variations.ts";
import { replayedOutcome } from "./_curves.ts";
import { type RowOf, toFrame } from "./_frame.ts";
import { STUDY_AXES } from "./study_axes.ts";
import type { ClaimOptions } from "./claims.ts";
import type { TrainedBy } from "./_own_rules.ts";
import { readResults } from "./results.ts";

/** Options of {@linkcode claimRobustness}. */
export interface RobustnessOptions extends ClaimOptions {
  /** The curves; without them, or without validation errors in them, caps and stopping rules are not replayed. */
  history?: pl.DataFrame;
  /** How the sweep ended its runs, as its manifest's fixed options say. @default training's own rule */
  trained?: TrainedBy;
}

const COLUMNS = {
  claim: "integer",
  /** The level of the loss's reduction and of the momentum, where they vary. */
  within: "text",
  /** What could have been chosen otherwise; "as reported" is the claim itself. */
  choice: "text",
  /** How; "not varied" where the sweep cannot say. */
  level: "text",
  value: "number?",
  low: "number?",
  high: "number?",
  threshold: "number",
  /** In how many seeds the claim holds on its own, of `seeds`. */
  holds_in: "number?",
  seeds: "integer",
  verdict: "text",
  /** Whether the estimate lies on the other side of the threshold, or the verdict is another; null where it has none. */
  flips: "flag?",
  note: "text",
} as const;

/** A row of {@linkcode claimRobustness}. */
export type RobustnessRow = RowOf<typeof COLUMNS, { verdict: Verdict }>;

/** Times the mean predictor's error at which losses are clipped. */
const CLIPS = [0.85, 1, 2, 10];

type Answer = Pick<
  ClaimRow,
  "claim" | "value" | "low" | "high" | "threshold" | "holds_in" | "seeds" | "verdict" | "note"
>;

interface Row {
  readonly choice: string;
  readonly level: string;
  readonly answer: Answer;
}

/** The claims as reported, of each study. */
type Answers = ReadonlyMap<ClaimRuns, readonly ClaimRow[]>;

/** A choice that the results say nothing about: one row per claim. */
function silent(runs: ClaimRuns, choice: string, level: string): Row[] {
  const nothing = { value: null, low: null, high: null, holds_in: null };
  return [1, 2, 3, 4, 5].map((claim) => ({
    choice,
    level,
    answer: {
      claim,
      ...nothing,
      threshold: NaN,
      seeds: runs.seeds,
      verdict: "no verdict",
      note: "",
    },
  }));
}

function treatments(runs: ClaimRuns, reported: readonly ClaimRow[]): Row[] {
  const choice = "diverged runs";
  return [
    ...handledAnswers(runs, "rank", reported).map((answer) => ({ choice, level: "ranks", answer })),
    ...CLIPS.flatMap((times) =>
      handledAnswers(runs, times, reported).map((answer) => ({
        choice,
        level: `clipped at ${times} × the mean predictor’s`,
        answer,
      }))
    ),
  ];
}

/** What the other levels of the options that set studies apart say. */
function otherStudies(runs: ClaimRuns, answers: Answers): Row[] {
  return STUDY_AXES.filter((name) => name !== "genes" || name in runs.levels).flatMap((name) => {
    const differs = (other: ClaimRuns) =>
      Object.keys(runs.levels).every((key) =>
        (key === name) !== (other.levels[key] === runs.levels[key])
      );
    const others = name in runs.levels ? [...answers.keys()].filter(differs) : [];
    if (others.length === 0) return silent(runs, name, "not varied");
    return others.flatMap((other) =>
      answers.get(other)!.map((answer) => ({
        choice: name,
        level: plainLevel(other.levels[name]!),
        answer,
      }))
    );
  });
}

function replays(runs: ClaimRuns, options: RobustnessOptions): Row[] {
  const { history, trained } = options;
  // The reconstruction that earlier versions recorded has other units in each model.
  if (!history || replayedOutcome(history) !== "validation_mse") {
    return ["reported split", "lower cap on epochs", "stricter stopping rule"].flatMap((choice) =>
      silent(runs, choice, "validation errors were not recorded")
    );
  }
  return answersOf(replayVariations(runs, { history, trained }))
    // What diverges does so whichever split is reported.
    .filter(({ choice, answer }) => choice !== "reported split" || answer.claim !== 5);
}

/** The answers to each variation. */
const answersOf = (variations: readonly { choice: string; level: string; runs: ClaimRuns }[]) =>
  variations.flatMap(({ choice, level, runs }) =>
    claimAnswers(runs).map((answer) => ({ choice, level, answer }))
  );

/** What a choice changes, in words; empty if nothing, null where it cannot be said. */
function change(answer: Answer, reported: Answer): string | null {
  if (answer.value === null || reported.value === null) return null;
  const above = ({ value, threshold }: Answer) => value! > threshold;
  if (above(answer) !== above(reported)) return "the estimate changes sides";
  return answer.verdict === reported.verdict ? "" : `${reported.verdict} becomes ${answer.verdict}`;
}

function table(
  runs: ClaimRuns,
  answers: Answers,
  options: RobustnessOptions,
) {
  const reported = answers.get(runs)!;
  const rows: Row[] = [
    ...reported.map((answer) => ({ choice: "as reported", level: "", answer })),
    ...treatments(runs, reported),
    ...otherStudies(runs, answers),
    ...replays(runs, options),
    ...answersOf(rangeVariations(runs)),
    ...answersOf(modelVariations(runs)),
  ];
  return rows.sort((a, b) => a.answer.claim - b.answer.claim).map(({ choice, level, answer }) => {
    const before = reported[answer.claim - 1]!, changed = change(answer, before);
    return {
      ...answer,
      ...{ within: runs.within, choice, level, threshold: before.threshold },
      flips: changed === null ? null : changed !== "",
      note: changed || (answer.value === null ? answer.note : ""),
    };
  });
}

/**
 * What would change the answers: each of the poster's claims under every choice that could have been made otherwise. How diverged
 * runs count; the loss's reduction and the momentum, where the sweep varies them; lower caps on the epochs and stricter stopping
 * rules, replayed from the stored curves; narrower search ranges; one model less.
 *
 * @param results The results frame.
 * @returns One row per claim, `within` and choice ({@linkcode RobustnessRow}), the claims themselves first.
 * @throws {InputError} If the grid is incomplete and `onMissing` is not "largest", or a curve is missing.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { claimRobustness } from "./claim_robustness.ts";
 * const frame = pl.DataFrame({
 *   model: Array(4).fill("vae"), optimizer: ["adam", "adam", "sgd", "sgd"], latent_size: [2, 5, 2, 5],
 *   learning_rate: Array(4).fill(0.001), seed: Array(4).fill(0), status: Array(4).fill("converged"),
 *   test_mse: [0.1, 0.2, 0.5, 0.9],
 * });
 * const rows = claimRobustness(frame).toRecords().filter((row) => row.claim === 1);
 * const changing = rows.filter((row) => row.flips === true);
 * if (rows[0]!.choice !== "as reported" || changing.length > 0) throw new Error("the optimizer leads however it is counted");
 * ```
 */
export function claimRobustness(
  results: pl.DataFrame,
  options: RobustnessOptions = {},
): pl.DataFrame {
  const all = claimRuns(readResults(results, options), options);
  const answers = new Map(all.map((runs) => [runs, claimAnswers(runs)] as const));
  return toFrame(all.flatMap((runs) => table(runs, answers, options)), COLUMNS);
}
