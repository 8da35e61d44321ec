import { responseOf, type ResponseOptions } from "./response.ts";
import type { Results } from "./results.ts";

/** The errors of one network on the samples that its result is reported on, and those it is chosen on. */
const REPORTED = "test_mse", HELD_OUT = "validation_mse";

/** What a best is chosen on: "validation"; "test" where the validation error is not known; or another outcome's column. */
export type ChosenOn = string;

/** By which column a best is chosen. */
export interface ChoiceColumn {
  readonly name: string;
  readonly chosenOn: ChosenOn;
}

/** One number per run by which configurations are chosen: lower is better, NaN for failed runs. */
export interface Choice {
  readonly values: Float64Array;
  readonly chosenOn: ChosenOn;
}

/** Whether every run with a number has one for the validation split too; folders of earlier versions lack it. */
export function hasValidationError(
  { columns, status }: Pick<Results, "columns" | "status">,
): boolean {
  const values = columns.get(HELD_OUT);
  return values !== undefined &&
    status.every((ended, run) =>
      ended === "failed" || ended === "diverged" || Number.isFinite(values[run] ?? NaN)
    );
}

/**
 * The column by which the best of an outcome is chosen: what is reported on test samples is chosen on validation samples,
 * so that the lowest of many errors is not reported for its luck. A choice among outcomes of another kind, such as epochs,
 * is made by those themselves.
 *
 * @param response The outcome that is reported.
 */
export function choiceColumn(results: Results, response: string = REPORTED): ChoiceColumn {
  if (response !== REPORTED && response !== "test_r2") {
    return { name: response, chosenOn: response };
  }
  return hasValidationError(results)
    ? { name: HELD_OUT, chosenOn: "validation" }
    : { name: response, chosenOn: "test" };
}

/** Less than any difference of errors in float32 makes in their logarithms. */
const TIE_BREAK = 1e-9;

/**
 * What clipping makes alike keeps its order, diverged runs last: where no run is better than the mean predictor, a choice is
 * the least bad one and not the first of the grid.
 */
function untied(results: Results, options: ResponseOptions): Float64Array {
  const { values, treatment } = responseOf(results, options);
  if (treatment === "rank") return values;
  const ranked = responseOf(results, { ...options, treatment: "rank" }).values;
  const tied = new Set([...Map.groupBy(values, (value) => value)]
    .flatMap(([value, alike]) => alike.length > 1 ? [value] : []));
  return values.map((value, run) => tied.has(value) ? value + TIE_BREAK * ranked[run]! : value);
}

/**
 * The number by which each run is chosen, with diverged runs treated as in what is reported: over seeds the lowest mean
 * logarithm of the validation error, or the lowest mean rank. What is clipped to the same number keeps its order.
 *
 * @param options As for the reported outcome.
 *
 * @example The test error is lowest for the first run, but that is not known when one has to choose
 * ```ts
 * import pl from "nodejs-polars";
 * import { choiceOf } from "./choice.ts";
 * import { readResults } from "./results.ts";
 * const { values, chosenOn } = choiceOf(readResults(pl.DataFrame({
 *   learning_rate: [0.1, 0.01], seed: [0, 0], status: ["converged", "converged"],
 *   validation_mse: [0.1, 0.01], test_mse: [0.02, 0.03],
 * }), { axes: ["learning_rate"] }));
 * if (chosenOn !== "validation" || values.join() !== "-1,-2") throw new Error("wrong choice");
 * ```
 */
export function choiceOf(results: Results, options: ResponseOptions = {}): Choice {
  const { name, chosenOn } = choiceColumn(results, options.response);
  if (chosenOn !== "validation") return { values: untied(results, options), chosenOn };
  return { values: untied(results, { response: name, treatment: options.treatment }), chosenOn };
}
