import type pl from "nodejs-polars";
import { extent } from "../numbers/extent.ts";
import { type ClaimRuns, plainLevel, someRuns } from "./_claim_runs.ts";
import type { Axis } from "./axis.ts";
import type { ReplayRule } from "./_replay.ts";
import { type FullRule, ownRules, type TrainedBy } from "./_own_rules.ts";
import { stoppingRules } from "./_stopping_rules.ts";
import { replayRuns } from "./_replayed_runs.ts";

/** The same claims on other runs, or on the same runs had another choice been made. */
export interface Variation {
  /** What is chosen otherwise, such as "search range". */
  readonly choice: string;
  /** How, such as "without learning_rate 0.1". */
  readonly level: string;
  readonly runs: ClaimRuns;
}

function without(runs: ClaimRuns, axis: Axis, dropped: readonly number[]): ClaimRuns {
  return someRuns(runs, (run) => !dropped.includes(axis.codes[run]!));
}

/** Narrower grids: without the extremes of learning rate and latent size. */
export function rangeVariations(runs: ClaimRuns): Variation[] {
  return ["learning_rate", "latent_size"].flatMap((name) => {
    const axis = runs.results.axes.find((axis) => axis.name === name),
      last = axis?.levels.length ?? 0;
    if (!axis || last < 3) return [];
    const both = name === "learning_rate" && last > 3 ? [[last - 1, 0]] : [];
    return [[last - 1], [0], ...both].map((dropped) => ({
      choice: "search range",
      level: `without ${name} ${
        dropped.map((level) => plainLevel(axis.levels[level]!)).join(" and ")
      }`,
      runs: without(runs, axis, dropped),
    }));
  });
}

/** Without each of the models. */
export function modelVariations(runs: ClaimRuns): Variation[] {
  const model = runs.results.axes.find(({ name }) => name === "model");
  if (!model || model.levels.length < 2) return [];
  return model.levels.map((level, dropped) => ({
    choice: "models",
    level: `without ${plainLevel(level)}`,
    runs: without(runs, model, [dropped]),
  }));
}

const POSTER_PATIENCE = 3;

/** Which choice a rule changes, and how. */
function described(rule: ReplayRule): { choice: string; level: string } {
  const [changed] = Object.entries(rule);
  if (!changed) return { choice: "reported split", level: "validation" };
  const [name, value] = changed, level = plainLevel(value);
  if (name === "maxEpochs") return { choice: "lower cap on epochs", level };
  const words = { patience: "patience", minDelta: "threshold", minEpochs: "least epochs" };
  const poster = name === "patience" && value === POSTER_PATIENCE ? " (the poster’s rule)" : "";
  return {
    choice: "stricter stopping rule",
    level: `${words[name as keyof typeof words]} ${level}${poster}`,
  };
}

/** The rules that are stricter than those that trained: the curves reach as far as these need. */
function stricterRules(own: readonly FullRule[]): ReplayRule[] {
  const [, longest] = extent(own.map(({ patience }) => patience));
  return stoppingRules(own).filter(({ patience = 0 }) => patience <= longest);
}

/**
 * The runs as they would have ended under lower caps and stricter rules, from the stored curves. A curve knows validation errors
 * only, so results are chosen and reported on these; under the sweep's own rule the same is shown.
 */
export function replayVariations(
  runs: ClaimRuns,
  { history, trained }: { history: pl.DataFrame; trained?: TrainedBy },
): Variation[] {
  const outcome = "validation_mse";
  return stricterRules(ownRules(runs.results, trained)).map((rule) => {
    const { status, outcome: values } = replayRuns(runs.results, history, {
      ...{ outcome, trained, rule },
    });
    const losses = Float64Array.from(
      values,
      (value, run) => status[run] === "diverged" ? Infinity : value ?? NaN,
    );
    return {
      ...described(rule),
      runs: {
        ...runs,
        results: { ...runs.results, status },
        losses,
        choice: losses,
        chosenOn: "validation",
      },
    };
  });
}
