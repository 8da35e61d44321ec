import { InputError } from "../errors.ts";
import { RUN_STATUSES, type RunStatus } from "../sweep/store/run_status.ts";
import { LazyColumns } from "./_lazy_columns.ts";
import { toAxis } from "./axis.ts";
import type { ResultsOptions } from "./results.ts";
import { refuseDuplicateRuns } from "./_duplicate_runs.ts";
import { repetitionsOf } from "./_repetitions.ts";

/** A row of the results as plain data, with the columns that summaries and figures read. */
export interface RunRow {
  readonly run: string;
  readonly model: string;
  readonly learning_rate: number;
  readonly latent_size: number;
  readonly optimizer: string;
  readonly seed: number;
  readonly status: RunStatus;
  readonly epochs: number | null;
  readonly test_reconstruction: number | null;
  readonly test_mse: number | null;
  /** Null also where the results have no such column. */
  readonly validation_mse: number | null;
  readonly test_r2: number | null;
  /** Values of the axes beyond the study's own, by column; null where the model has no such option. */
  readonly further: Readonly<Record<string, unknown>>;
}

type Row = Readonly<Record<string, unknown>>;

/** What is said about a cell; rows are counted from 1. */
const problem = (column: string, index: number, what: string) =>
  new InputError(`Cannot read ${column} of row ${index + 1} of the results: it ${what}`);

function text(row: Row, column: string, index: number): string {
  const value = row[column];
  if (typeof value === "string") return value;
  throw problem(column, index, `is ${String(value)}, not text`);
}

function number(row: Row, column: string, index: number): number {
  const value = row[column];
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw problem(column, index, `is ${String(value)}, not a number`);
}

/** A metric: null for a run that has none, which is not the same as a column that is missing. */
function metric(row: Row, column: string, index: number): number | null {
  const value = row[column];
  if (value === null || typeof value === "number") return Number.isFinite(value) ? value : null;
  throw problem(column, index, `is ${String(value)}, not a number or null`);
}

function status(row: Row, index: number): RunStatus {
  const found = RUN_STATUSES.find((known) => known === row.status);
  if (found !== undefined) return found;
  const wanted = RUN_STATUSES.join(", ");
  throw problem("status", index, `is ${String(row.status)}, not one of ${wanted}`);
}

/** Columns of a run row that are axes. */
const OWN = ["model", "learning_rate", "latent_size", "optimizer"];

/** Columns that tell its repetitions apart. */
const SEEDS = ["seed", "split_seed"];

/** The columns of the axes beyond the study's own. */
function furtherColumns({ axes = [] }: ResultsOptions): string[] {
  const columns = axes.map((axis) => typeof axis === "string" ? axis : axis.column);
  return columns.filter((column) => ![...OWN, ...SEEDS].includes(column));
}

function further(row: Row, columns: readonly string[], index: number) {
  const missing = columns.find((column) => row[column] === undefined);
  if (missing === undefined) return Object.fromEntries(columns.map((name) => [name, row[name]]));
  throw problem(missing, index, "has none");
}

/**
 * Checks rows of the results, as a Polars frame's `toRecords()` or a file gives them.
 *
 * @param rows One object per run, with the results' columns; numbers that are not finite become null.
 * @param options The axes beyond the study's own, which become `further`.
 * @returns The same runs in the same order.
 * @throws {InputError} If a column is missing or holds something else (names the row and column), or two runs differ in
 * no axis.
 */
export function toRunRows(rows: readonly object[], options: ResultsOptions = {}): RunRow[] {
  const columns = furtherColumns(options);
  const all = rows as readonly Row[];
  const checked = all.map((row, index) => ({
    run: text(row, "run", index),
    model: text(row, "model", index),
    learning_rate: number(row, "learning_rate", index),
    latent_size: number(row, "latent_size", index),
    optimizer: text(row, "optimizer", index),
    seed: number(row, "seed", index),
    status: status(row, index),
    epochs: metric(row, "epochs", index),
    test_reconstruction: metric(row, "test_reconstruction", index),
    test_mse: metric(row, "test_mse", index),
    validation_mse: row.validation_mse === undefined ? null : metric(row, "validation_mse", index),
    test_r2: metric(row, "test_r2", index),
    further: further(row, columns, index),
  }));
  const values = new LazyColumns(Object.keys(all[0] ?? {}), (name) => all.map((row) => row[name]));
  const axes = [...OWN, ...columns].map((name) => toAxis(name, all.map((row) => row[name])));
  const { repetition } = repetitionsOf(values.get("seed") ?? [], values.get("split_seed"));
  refuseDuplicateRuns({ runs: all.length, axes, repetition, columns: values });
  return checked;
}
