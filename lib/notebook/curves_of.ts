import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import type { SweepAxis } from "../sweep/store/axes.ts";
import type { CurvePoint } from "../plots/learning_curves.ts";
import { levelLabel } from "../plots/labels.ts";

/** Which runs' curves, and how they are distinguished. */
export interface CurveChoice {
  /** Columns of the results and the value wanted there. */
  readonly where: Readonly<Record<string, string | number>>;
  /** The column that names the curves. @default "learning_rate" */
  readonly by?: string;
  /** The history's column to draw. @default "validation_loss" */
  readonly column?: string;
}

/**
 * Learning curves of some runs of a sweep, as points for `learningCurves`; a run that diverged ends early.
 *
 * @param tables A sweep's results and history, and what it varies.
 * @throws {InputError} If no run has the wanted values, two runs would share a curve, or a column is missing.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { curvesOf } from "./curves_of.ts";
 * const results = pl.DataFrame({ run: ["a", "b"], model: ["vae", "iwae"], learning_rate: [0.1, 0.1] });
 * const history = pl.DataFrame({ run: ["a", "a", "b"], epoch: [1, 2, 1], validation_loss: [3, 2, 9] });
 * const points = curvesOf({ results, history }, { where: { model: "vae" } });
 * if (points.map(({ loss }) => loss).join() !== "3,2") throw new Error("other runs");
 * ```
 */
export function curvesOf(
  { results, history, axes = [] }: {
    readonly results: pl.DataFrame;
    readonly history: pl.DataFrame;
    readonly axes?: readonly SweepAxis[];
  },
  { where, by = "learning_rate", column = "validation_loss" }: CurveChoice,
): CurvePoint[] {
  requireColumns(results, ["run", by, ...Object.keys(where)]);
  requireColumns(history, ["run", "epoch", column]);
  const wanted = Object.entries(where);
  const runs = results.toRecords().filter((row) =>
    wanted.every(([name, value]) => row[name] === value)
  )
    .sort((a, b) => a[by]! > b[by]! ? -1 : 1);
  if (runs.length === 0) {
    throw new InputError(`Cannot draw curves: no run has ${JSON.stringify(where)}`);
  }
  const duplicates = [...Map.groupBy(runs, (row) => row[by]).values()].find((alike) =>
    alike.length > 1
  );
  if (duplicates) throw new InputError(describeDuplicates(duplicates, by, axes));
  const epochs = Map.groupBy(history.toRecords(), (row) => row.run as string);
  return runs.flatMap((run) =>
    (epochs.get(run.run as string) ?? []).map((row) => ({
      curve: name(run[by]),
      epoch: Number(row.epoch),
      loss: row[column] === null ? null : Number(row[column]),
    }))
  );
}

/** Runs that would be drawn as one curve, and what to choose to get one of them. */
function describeDuplicates(
  runs: readonly Readonly<Record<string, unknown>>[],
  by: string,
  axes: readonly SweepAxis[],
): string {
  const different = axes.map(({ column }) =>
    [column, new Set(runs.map((run) => run[column]))] as const
  )
    .filter(([, values]) => values.size > 1)
    .map(([column, values]) =>
      `${column} (${[...values].map((value) => value ?? "–").join(", ")})`
    );
  const means = different.length > 0 ? `, which differ in ${different.join(" and ")}` : "";
  return `Cannot draw curves: ${runs.length} runs have ${by} ${runs[0]![by]}${means}; choose ` +
    "one with where";
}

function name(value: unknown): string {
  return levelLabel(value);
}

function requireColumns(frame: pl.DataFrame, names: readonly string[]): void {
  const missing = names.find((name) => !frame.columns.includes(name));
  if (missing === undefined) return;
  throw new InputError(
    `Cannot read column ${missing}: the columns are ${frame.columns.join(", ")}`,
  );
}
