import type pl from "nodejs-polars";
import { type RowOf, toFrame } from "./_frame.ts";
import { totalRows } from "./_total_rows.ts";
import type { GridOptions } from "./factorial_grid.ts";
import { groupResults, type ResultsGroup } from "./group_results.ts";
import type { Treatment } from "./response.ts";
import { readResults, type ResultsOptions } from "./results.ts";

/** Options of {@linkcode clipCurve}. */
export interface ClipCurveOptions extends ResultsOptions, GridOptions {
  /** Where the loss is clipped, in multiples of the mean predictor's. @default 0.7, 0.85, 1, 1.5, 2, 5, 10, 30, 100 */
  levels?: readonly number[];
}

const LEVELS: readonly number[] = [0.7, 0.85, 1, 1.5, 2, 5, 10, 30, 100];

const COLUMNS = {
  /** "all" over all models, or the one within which the others are analysed. */
  model: "text",
  axis: "text",
  /** Where log10 test MSE is clipped, over the mean predictor's; null for ranks, which have no limit. */
  clip_level: "number?",
  /** Total importance of the axis, with its 95 % interval over seeds (null under 3 seeds). */
  importance: "number?",
  low: "number?",
  high: "number?",
  response: "text",
  treatment: "text",
  cells: "integer",
  seeds: "integer",
  dropped: "text",
} as const;

/** A row of {@linkcode clipCurve}. */
export type ClipCurveRow = RowOf<typeof COLUMNS, { treatment: Treatment }>;

/**
 * How total importances depend on what stands for diverged runs: as ranks, and as log10 MSE clipped at different multiples of
 * the mean predictor's error, over all models and within each. A low limit makes all bad runs alike, a high one is mostly about
 * which runs diverge.
 *
 * @returns One row per axis and limit, and one per axis for ranks ({@linkcode ClipCurveRow}).
 * @throws {InputError} If the grid is incomplete and `onMissing` is not "largest".
 *
 * @example A high limit is about divergence alone
 * ```ts
 * import pl from "nodejs-polars";
 * import { clipCurve } from "./clip_curve.ts";
 * const frame = pl.DataFrame({
 *   optimizer: ["adam", "adam", "sgd", "sgd"], latent_size: [2, 5, 2, 5], seed: [0, 0, 0, 0],
 *   status: ["converged", "converged", "diverged", "diverged"], test_mse: [0.4, 0.1, null, null],
 * });
 * const rows = clipCurve(frame, { levels: [1, 100] }).toRecords();
 * const [low, high] = rows.filter((row) => row.axis === "optimizer" && row.clip_level !== null);
 * if (!(Number(high!.importance) > Number(low!.importance))) throw new Error("the optimizer decides what diverges");
 * ```
 */
export function clipCurve(results: pl.DataFrame, options: ClipCurveOptions = {}): pl.DataFrame {
  const { levels = LEVELS, onMissing } = options, read = readResults(results, options);
  const models = read.axes.some(({ name }) => name === "model")
    ? groupResults(read, ["model"])
    : [];
  const [all] = groupResults(read, []);
  const groups: ResultsGroup[] = [{ ...all!, key: { model: "all" } }, ...models];
  const treated = [
    { treatment: "rank", clipLevel: undefined } as const,
    ...levels.map((clipLevel) => ({ treatment: "clip", clipLevel } as const)),
  ];
  const table = groups.flatMap(({ key, results }) =>
    treated.flatMap(({ treatment, clipLevel }) =>
      totalRows(results, { onMissing, treatment, clipLevel })
        .map((row) => ({ ...row, ...key, clip_level: clipLevel ?? null }))
    )
  );
  return toFrame(table, COLUMNS);
}
