import { InputError } from "../errors.ts";
import type { Value } from "../options/mod.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import type { RunStatus } from "../sweep/store/run_status.ts";

/** A finished run, or one that failed, as exports have it. */
export interface ExportedRun {
  readonly run: string;
  readonly status: RunStatus;
  readonly seed: number;
  readonly splitSeed: number;
  /** When it began, in milliseconds since 1970, and how long it took, in seconds. */
  readonly startedAt: number;
  readonly seconds: number;
  /** Epochs begun, and the one in which it diverged; null where it failed, or did not diverge. */
  readonly epochs: number | null;
  readonly divergedEpoch: number | null;
  /** Every column of the results, null where there is no value. */
  readonly columns: Readonly<Record<string, Value | null>>;
  /** Where its epochs begin and end among the rows of the learning curves. */
  readonly from: number;
  readonly to: number;
}

/** Learning curves as arrays, an entry per run and epoch. */
export interface Curves {
  readonly epoch: readonly number[];
  /** Of that epoch alone. */
  readonly seconds: readonly number[];
  readonly trainLoss: readonly (number | null)[];
  readonly validationLoss: readonly (number | null)[];
  readonly validationMse: readonly (number | null)[];
}

/**
 * A folder's runs in the order in which they began, and their learning curves.
 *
 * @throws {InputError} If a run that came to an end has no validation error, as those of earlier versions.
 */
export function exportedRuns(
  { folder, results, history }: Pick<ResultFolder, "folder" | "results" | "history">,
): { readonly runs: readonly ExportedRun[]; readonly curves: Curves } {
  const column = <Cell>(name: string) => history.getColumn(name).toArray() as Cell[];
  const rows = rangesOf(column<string>("run"));
  const runs = (results.toRecords() as Record<string, Value | null>[]).map((columns) => {
    const [from, to] = rows.get(columns.run as string) ?? [0, 0];
    return {
      run: columns.run as string,
      status: columns.status as RunStatus,
      seed: Number(columns.seed),
      splitSeed: Number(columns.split_seed ?? columns.seed),
      startedAt: Date.parse(columns.started_at as string),
      seconds: Number(columns.seconds),
      epochs: columns.epochs as number | null,
      divergedEpoch: columns.diverged_epoch as number | null,
      columns,
      from,
      to,
    };
  }).sort((a, b) => a.startedAt - b.startedAt || (a.run < b.run ? -1 : 1));
  const unknown = runs.find(({ status, columns }) =>
    isSuccess(status) && columns.validation_mse === null
  );
  if (unknown) {
    throw new InputError(
      `Cannot export ${folder}: run ${unknown.run} (${unknown.status}) has no validation error, which runs of earlier ` +
        "versions did not record; run the sweep again, or export it with --format croissant",
    );
  }
  return {
    runs,
    curves: {
      epoch: column("epoch"),
      seconds: column("seconds"),
      trainLoss: column("train_loss"),
      validationLoss: column("validation_loss"),
      validationMse: column("validation_mse"),
    },
  };
}

/** Whether a run came to an end that has metrics: all but runs that diverged or failed. */
export function isSuccess(status: RunStatus): boolean {
  return status !== "diverged" && status !== "failed";
}

/** The rows of each run, which stand together. */
function rangesOf(runs: readonly string[]): Map<string, [from: number, to: number]> {
  const ranges = new Map<string, [number, number]>();
  for (const [row, run] of runs.entries()) {
    const range = ranges.get(run);
    if (range === undefined) ranges.set(run, [row, row + 1]);
    else if (range[1] === row) range[1] = row + 1;
    else throw new Error(`the learning curve of run ${run} is in several pieces`);
  }
  return ranges;
}
