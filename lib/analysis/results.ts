import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { LazyColumns } from "./_lazy_columns.ts";
import { isAxis } from "./_axes.ts";

/** A value of an axis. */
export type Level = string | number | boolean;

/** One hyper-parameter of a sweep, or the seed. */
export interface Axis {
  readonly name: string;
  /** Ascending: numbers by size, words by alphabet, so that the order of the rows does not matter. */
  readonly levels: readonly Level[];
  /** Position in `levels`, one per run. */
  readonly codes: Int32Array;
}

/** A results frame as arrays, one entry per run. */
export interface Results {
  readonly runs: number;
  /** The axes that were asked for, or else every hyper-parameter with more than one level. */
  readonly axes: readonly Axis[];
  readonly seed: Axis;
  /** "converged", "max_epochs", "diverged" or "failed". */
  readonly status: readonly string[];
  /** Every column by name. */
  readonly columns: ReadonlyMap<string, readonly unknown[]>;
}

/** Options of {@linkcode readResults}. */
export interface ResultsOptions {
  /**
   * Columns that are hyper-parameters. @default every column that is not an outcome or a note about the run, if it has
   * more than one level
   */
  axes?: readonly string[];
}

const STATUSES = new Set(["converged", "max_epochs", "diverged", "failed"]);

/** Numbers by size, then words by alphabet. */
function inOrder(a: Level, b: Level): number {
  const words = Number(typeof a === "string") - Number(typeof b === "string");
  return words || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * A column of a frame as an axis; a run without a value (its model has no such option) is at the level "none".
 *
 * @example
 * ```ts
 * import { toAxis } from "./results.ts";
 * const { levels, codes } = toAxis("kl_weight", [4, 1, null, 4]);
 * if (levels.join() !== "1,4,none" || codes.join() !== "1,0,2,1") throw new Error("wrong axis");
 * ```
 */
export function toAxis(name: string, values: readonly unknown[]): Axis {
  const known = values.map((value) =>
    (value === null || value !== value ? "none" : value) as Level
  );
  const levels = [...new Set(known)].sort(inOrder);
  const code = new Map(levels.map((level, i) => [level, i]));
  return { name, levels, codes: Int32Array.from(known, (value) => code.get(value)!) };
}

/**
 * Reads a results frame: its axes, seeds and outcomes, whatever the order of its rows and columns.
 *
 * @throws {InputError} If a column is missing, a run has no seed, there are no runs or a status is unknown.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { readResults } from "./results.ts";
 * const frame = pl.DataFrame({
 *   model: ["vae", "vae"], learning_rate: [0.1, 0.001], seed: [0, 0],
 *   status: ["diverged", "converged"], test_mse: [null, 0.4],
 * });
 * const { axes } = readResults(frame);
 * if (axes.length !== 1 || axes[0]!.levels.join() !== "0.001,0.1") throw new Error("wrong axes");
 * ```
 */
export function readResults(frame: pl.DataFrame, options: ResultsOptions = {}): Results {
  const names = frame.columns;
  const columns = new LazyColumns(names, (name) => frame.getColumn(name).toArray());
  const read = (name: string) => column({ columns }, name);
  if (frame.height === 0) throw new InputError("Cannot analyse results without a run");
  const status = read("status") as string[];
  const unknown = status.find((value) => !STATUSES.has(value));
  if (unknown !== undefined) {
    throw new InputError(
      `Cannot analyse a run of status ${unknown}: it is one of ${[...STATUSES].join(", ")}`,
    );
  }
  const seed = toAxis("seed", read("seed"));
  if (seed.levels.includes("none")) {
    throw new InputError("Cannot analyse a run without a seed: give every row one");
  }
  const axes = options.axes?.map((name) => toAxis(name, read(name))) ??
    names.filter(isAxis).sort().map((name) => toAxis(name, read(name))).filter((a) =>
      a.levels.length > 1
    );
  return { runs: frame.height, axes, seed, status, columns };
}

/**
 * The values of a column.
 *
 * @throws {InputError} If there is no such column; names those there are.
 *
 * @example
 * ```ts
 * import { column } from "./results.ts";
 * if (column({ columns: new Map([["epochs", [3, 4]]]) }, "epochs").length !== 2) throw new Error("wrong column");
 * ```
 */
export function column(results: Pick<Results, "columns">, name: string): readonly unknown[] {
  const values = results.columns.get(name);
  if (values) return values;
  const known = [...results.columns.keys()].join(", ");
  throw new InputError(`Cannot read column ${name}: the results have ${known}`);
}

/**
 * Some of the runs. Each axis keeps the levels that are left; the seeds keep all, so that groups can be resampled alike.
 *
 * @param rows Positions of the runs to keep.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { readResults, selectRuns } from "./results.ts";
 * const frame = pl.DataFrame({ latent_size: [2, 5, 9], seed: [0, 0, 0], status: ["failed", "failed", "failed"] });
 * const { runs, axes } = selectRuns(readResults(frame), [0, 2]);
 * if (runs !== 2 || axes[0]!.levels.join() !== "2,9") throw new Error("wrong selection");
 * ```
 */
export function selectRuns(results: Results, rows: ArrayLike<number>): Results {
  const pick = <T>(values: readonly T[]) => Array.from(rows, (row) => values[row]!);
  const keep = (axis: Axis) =>
    toAxis(axis.name, Array.from(rows, (r) => axis.levels[axis.codes[r]!]));
  return {
    runs: rows.length,
    axes: results.axes.map(keep),
    seed: { ...results.seed, codes: Int32Array.from(rows, (row) => results.seed.codes[row]!) },
    status: pick(results.status),
    columns: new LazyColumns(results.columns.keys(), (name) => pick(results.columns.get(name)!)),
  };
}
