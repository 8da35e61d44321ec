import type pl from "nodejs-polars";
import { curvesOf, replayedOutcome } from "./_curves.ts";

/**
 * The curves of validation losses, of long histories without an object for each epoch.
 *
 * @param history Columns run, epoch and validation_loss, and what `replayStopping` reads: it shares the curves.
 * @param runs The runs that may be asked for.
 * @returns Given a run, its losses from the first epoch on, NaN where there is none; undefined for a run without an epoch.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { validationLosses } from "./validation_losses.ts";
 * const history = pl.DataFrame({ run: ["a", "a"], epoch: [2, 1], validation_loss: [3, 4], reconstruction: [1, 1] });
 * const losses = validationLosses(history, ["a", "b"]);
 * if (losses("a")!.join() !== "4,3" || losses("b") !== undefined) throw new Error("wrong curves");
 * ```
 */
export function validationLosses(
  history: pl.DataFrame,
  runs: readonly string[],
): (run: string) => Float64Array | undefined {
  const curves = curvesOf(history, runs, replayedOutcome(history));
  const place = new Map(runs.map((run, i) => [run, i]));
  return (run) => curves[place.get(run) ?? -1]?.loss;
}
