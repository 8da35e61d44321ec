import { lastEpochOf, type RunOptionValues } from "./run_options.ts";

/** An option that asks for more epochs than a run has. */
export interface EpochsProblem {
  readonly name: "klWarmup" | "minEpochs";
  readonly given: number;
  /** The epoch after which the run ends at the latest: the most that the option takes. */
  readonly last: number;
  /** What follows from it. */
  readonly why: string;
}

const WHY = {
  klWarmup: "no epoch would have the loss's full weights, and the reported one has to",
  minEpochs: "early stopping could end no run",
} as const;

/**
 * The option that takes more epochs than a run has; null if there is none.
 *
 * @example
 * ```ts
 * import { epochsProblem } from "./epochs_problem.ts";
 * const values = { klWarmup: 20, minEpochs: 0, maxEpochs: 10, fixedEpochs: null };
 * if (epochsProblem(values)?.name !== "klWarmup") throw new Error("the warm-up outlasts the run");
 * if (epochsProblem({ ...values, klWarmup: 10 }) !== null) throw new Error("epoch 10 has full weights");
 * ```
 */
export function epochsProblem(
  values: Pick<RunOptionValues, EpochsProblem["name"] | "fixedEpochs" | "maxEpochs">,
): EpochsProblem | null {
  const last = lastEpochOf(values);
  for (const name of ["klWarmup", "minEpochs"] as const) {
    if (values[name] > last) return { name, given: values[name], last, why: WHY[name] };
  }
  return null;
}
