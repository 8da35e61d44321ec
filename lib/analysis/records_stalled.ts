/**
 * Whether results tell stalled runs from those that converged: earlier versions did not measure the validation error by which
 * they are told.
 *
 * @param runs Of each run its status and, where it was measured, its `validation_mse`.
 *
 * @example
 * ```ts
 * import { recordsStalled } from "./records_stalled.ts";
 * const run = { status: "converged" };
 * if (recordsStalled([run]) || !recordsStalled([{ ...run, validation_mse: 0.5 }])) throw new Error("wrong version");
 * ```
 */
export function recordsStalled(runs: readonly object[]): boolean {
  const of = (run: object, name: string): unknown => Reflect.get(run, name);
  const ended = runs.filter((run) => !["diverged", "failed"].includes(String(of(run, "status"))));
  return ended.length === 0 ||
    ended.some((run) => of(run, "status") === "stalled" || of(run, "validation_mse") != null);
}
