import { defaultsOf, RUN_OPTIONS } from "../options/mod.ts";
import type { ReplayRule } from "./_replay.ts";
import type { Results } from "./results.ts";

/** Where the results have what a sweep varied. */
const COLUMNS = {
  patience: "patience",
  minDelta: "min_delta",
  minEpochs: "min_epochs",
  maxEpochs: "max_epochs",
  klWarmup: "kl_warmup",
} as const;

/** A rule in which everything is said. */
export type FullRule = Required<ReplayRule>;

/** The options that a sweep held fixed, as its manifest has them; those it lacks are training's defaults. */
export type TrainedBy = ReplayRule & { readonly fixedEpochs?: number | null };

/**
 * How a sweep ends runs: exactly so many epochs are a cap without early stopping.
 */
export function trainedRule({ fixedEpochs = null, ...given }: TrainedBy = {}): FullRule {
  const { patience, minDelta, minEpochs, maxEpochs, klWarmup } = {
    ...defaultsOf(RUN_OPTIONS),
    ...given,
  };
  const rule = { minDelta, minEpochs, klWarmup };
  return fixedEpochs === null
    ? { ...rule, patience, maxEpochs }
    : { ...rule, patience: Infinity, maxEpochs: fixedEpochs };
}

/**
 * The rule that ended each run: what varies stands in its column, the rest in what the sweep held fixed.
 *
 * @returns One rule per run.
 */
export function ownRules({ columns, runs }: Results, trained?: TrainedBy): FullRule[] {
  const rule = trainedRule(trained);
  const varied = Object.entries(COLUMNS).flatMap(([name, column]) => {
    const values = columns.get(column);
    return values ? [[name, values] as const] : [];
  });
  if (varied.length === 0) return Array<FullRule>(runs).fill(rule);
  return Array.from({ length: runs }, (_, run) => ({
    ...rule,
    ...Object.fromEntries(varied.map(([name, values]) => [name, Number(values[run])])),
  }));
}
