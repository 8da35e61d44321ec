import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import type { SweepAxis } from "../sweep/store/axes.ts";
import { RUN_STATUSES } from "../sweep/store/run_status.ts";
import { LazyColumns } from "./_lazy_columns.ts";
import { refuseDuplicateRuns } from "./_duplicate_runs.ts";
import { repetitionsOf } from "./_repetitions.ts";
import { type Axis, keptLevels, STUDY, toAxis } from "./axis.ts";

/** A results frame as arrays, one entry per run. */
export interface Results {
  readonly runs: number;
  /** The hyper-parameters: together with the repetition they tell any two runs apart. */
  readonly axes: readonly Axis[];
  /** The unit of noise: the split, which is each seed's own unless the sweep crosses split seeds with seeds. */
  readonly seed: Axis;
  /** What tells runs of one configuration apart: `seed`, or each seed of each split where these are crossed. */
  readonly repetition: Axis;
  /** Of `RUN_STATUSES`. */
  readonly status: readonly string[];
  /** Every column by name. */
  readonly columns: ReadonlyMap<string, readonly unknown[]>;
}

/** Options of {@linkcode readResults}. */
export interface ResultsOptions {
  /**
   * The hyper-parameters: the axes of a sweep as `sweepAxes` describes them, of which those count that vary in the
   * results; or names of columns, which count as they are. Nothing is averaged over an axis that is not named: two runs
   * that differ in none of them are refused.
   * @default the four of the study: model, optimizer, learning_rate and latent_size, where they vary
   */
  axes?: readonly (string | SweepAxis)[];
}

/**
 * Reads a results frame: its axes, seeds and outcomes, whatever the order of its rows and columns.
 *
 * @throws {InputError} If a column is missing, a run has no seed, there are no runs, a status is unknown, or two runs
 * differ in no axis: an axis is missing then, and the message says which.
 */
export function readResults(frame: pl.DataFrame, options: ResultsOptions = {}): Results {
  const key = JSON.stringify(
    options.axes?.map((axis) => typeof axis === "string" ? axis : [axis.column, axis.role]) ?? null,
  );
  const before = known.get(frame) ?? new Map<string, Results>();
  known.set(frame, before);
  if (!before.has(key)) before.set(key, readAxes(frame, options));
  return before.get(key)!;
}

/** Many tables are made of the same frame, whose columns take long to read; frames do not change. */
const known = new WeakMap<pl.DataFrame, Map<string, Results>>();

function readAxes(frame: pl.DataFrame, options: ResultsOptions): Results {
  const runs = readRuns(frame), read = (name: string) => toAxis(name, column(runs, name));
  const varying = (names: readonly string[]) =>
    names.map(read).filter(({ levels }) => levels.length > 1);
  const { axes = [] } = options;
  const named = axes.filter((axis) => typeof axis === "string");
  const described = options.axes
    ? axes.flatMap((axis) => typeof axis === "string" || axis.role === "seed" ? [] : axis.column)
    : STUDY.filter((name) => runs.columns.has(name));
  const results = { ...runs, axes: [...named.map(read), ...varying(described.sort())] };
  refuseDuplicateRuns(results);
  return results;
}

/**
 * The same without any axes: for what concerns each run alone.
 *
 * @throws {InputError} If a column is missing, a run has no seed, there are no runs or a status is unknown.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { readRuns } from "./results.ts";
 * const { axes, runs } = readRuns(pl.DataFrame({ seed: [0, 0], status: ["failed", "failed"] }));
 * if (axes.length !== 0 || runs !== 2) throw new Error("wrong runs");
 * ```
 */
export function readRuns(frame: pl.DataFrame): Results {
  const names = frame.columns;
  const columns = new LazyColumns(names, (name) => frame.getColumn(name).toArray());
  const read = (name: string) => column({ columns }, name);
  if (frame.height === 0) throw new InputError("Cannot analyse results without runs");
  const status = read("status") as string[];
  const known = new Set<string>(RUN_STATUSES);
  const unknown = status.find((value) => !known.has(value));
  if (unknown !== undefined) {
    throw new InputError(
      `Cannot analyse a run of status ${unknown}: it is one of ${RUN_STATUSES.join(", ")}`,
    );
  }
  const { seed, repetition } = repetitionsOf(read("seed"), columns.get("split_seed"));
  if (seed.levels.includes(null)) {
    throw new InputError("Cannot analyse a run without a seed: give every row one");
  }
  return { runs: frame.height, axes: [], seed, repetition, status, columns };
}

/**
 * The values of a column.
 *
 * @throws {InputError} If there is no such column; names those there are.
 */
export function column(results: Pick<Results, "columns">, name: string): readonly unknown[] {
  const values = results.columns.get(name);
  if (values) return values;
  const known = [...results.columns.keys()].join(", ");
  throw new InputError(`Cannot read column ${name}: the results have ${known}`);
}

/** The values of some of the runs. */
export function pickRows<T>(values: readonly T[], rows: ArrayLike<number>): T[] {
  const picked = new Array<T>(rows.length);
  for (let i = 0; i < picked.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}

/**
 * Some of the runs. Each axis keeps the levels that are left; the seeds keep all, so that groups can be resampled alike.
 *
 * @param rows Positions of the runs to keep.
 */
export function selectRuns(results: Results, rows: ArrayLike<number>): Results {
  const pick = <T>(values: readonly T[]) => pickRows(values, rows);
  const codesOf = ({ codes }: Axis) => {
    const kept = new Int32Array(rows.length);
    for (let i = 0; i < kept.length; i++) kept[i] = codes[rows[i]!]!;
    return kept;
  };
  return {
    runs: rows.length,
    axes: results.axes.map((axis) => keptLevels(axis, rows)),
    seed: { ...results.seed, codes: codesOf(results.seed) },
    repetition: { ...results.repetition, codes: codesOf(results.repetition) },
    status: pick(results.status),
    columns: new LazyColumns(results.columns.keys(), (name) => pick(results.columns.get(name)!)),
  };
}
