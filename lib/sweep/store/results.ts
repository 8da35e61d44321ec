import pl from "nodejs-polars";
import type { RunOutcome } from "./outcomes.ts";
import type { RunRecord } from "./record.ts";
import { type Cell, type Column, IDENTITY, OUTCOME } from "./result_columns.ts";
import { rowsOf, snakeCase, type Value } from "../../options/mod.ts";
import { optionValue, type RunConfiguration } from "../plan/grid.ts";
import { joinedSeries } from "./_joined_series.ts";
import { runsMark } from "./_marks.ts";
import { returnMemory } from "./return_memory.ts";
import { writeParquet } from "./write_parquet.ts";
import { writeTable } from "./write_table.ts";

const TYPES = { text: pl.Utf8, whole: pl.Int64, real: pl.Float64 } as const;
const { text, whole, real } = TYPES;

/**
 * One row per run, in the order of the grid's axes; numbers that do not exist are null.
 *
 * @param records Finished runs in any order.
 * @param furtherAxes Axes beyond the study's own, in camelCase; each becomes a column.
 *
 * @example
 * ```ts
 * import { resultsFrame } from "./results.ts";
 * if (!resultsFrame([]).columns.includes("test_mse")) throw new Error("no such column");
 * ```
 */
export function resultsFrame(
  records: readonly RunOutcome[],
  furtherAxes: readonly string[] = [],
): pl.DataFrame {
  const sorted = inOrder(records);
  const columns = [
    ...IDENTITY,
    ...furtherAxes.map((name) => furtherColumn(name, sorted)),
    ...OUTCOME,
  ];
  return pl.DataFrame(
    columns.map(([name, kind, read]) => pl.Series(name, sorted.map(read), TYPES[kind])),
  );
}

/** Values of a further axis; null for models without that option. */
function furtherColumn(name: string, records: readonly RunOutcome[]): Column {
  const read = ({ configuration }: RunOutcome): Value | null => optionValue(configuration, name);
  const [row] = rowsOf(name), words = records.some((record) => typeof read(record) === "string");
  return [snakeCase(name), words ? "text" : row?.integer ? "whole" : "real", read];
}

/**
 * Records in the order of the results: models in the order of the alphabet, then optimizers, sizes, rates and
 * further axes ascending, whichever run ended first.
 */
export function inOrder<Kept extends RunOutcome>(records: readonly Kept[]): Kept[] {
  return [...records].sort(byConfiguration);
}

function byConfiguration(a: RunOutcome, b: RunOutcome): number {
  const left = sortKey(a.configuration), right = sortKey(b.configuration);
  for (let i = 0; i < left.length; i++) {
    if (left[i]! < right[i]!) return -1;
    if (left[i]! > right[i]!) return 1;
  }
  return byOptions(a.configuration, b.configuration) || (a.run < b.run ? -1 : 1);
}

function sortKey(
  { model, optimizer, latentSize, learningRate, seed, splitSeed = seed, genes = 0 }:
    RunConfiguration,
) {
  return [model, optimizer, latentSize, learningRate, seed, splitSeed, genes] as const;
}

/** Further axes ascending: two runs of one model differ in nothing else. */
function byOptions(a: RunConfiguration, b: RunConfiguration): number {
  for (const part of ["settings", "modelOptions"] as const) {
    const left = a[part] as Options, right = b[part] as Options;
    for (const name of Object.keys(left)) {
      const [one, other] = [left[name] ?? null, right[name] ?? null];
      if (one === other || one === null || other === null) continue;
      return one < other ? -1 : 1;
    }
  }
  return 0;
}

type Options = Readonly<Record<string, Value | null>>;

/**
 * Learning curves: one row per run and epoch, with the validation loss's parts as columns.
 *
 * @example
 * ```ts
 * import { historyFrame } from "./results.ts";
 * if (historyFrame([]).columns.join() !== "run,epoch,train_loss,validation_loss,validation_mse,reconstruction,seconds") {
 *   throw new Error("unexpected columns");
 * }
 * ```
 */
export function historyFrame(records: readonly RunRecord[]): pl.DataFrame {
  const others = new Set(records.flatMap(({ history }) => Object.keys(history.parts)));
  others.delete("reconstruction");
  const parts = ["reconstruction", ...[...others].sort()];
  const sorted = inOrder(records);
  const column = (
    name: string,
    type: pl.DataType,
    read: (record: RunRecord) => readonly Cell[] | undefined,
  ) => {
    const cells = (record: RunRecord) => read(record) ?? record.history.seconds.map(() => null);
    return joinedSeries(name, sorted.map(cells), type);
  };
  return pl.DataFrame([
    column("run", text, ({ run, history }) => history.seconds.map(() => run)),
    column("epoch", whole, ({ history }) => history.seconds.map((_, i) => i + 1)),
    column("train_loss", real, ({ history }) => history.trainLoss),
    column("validation_loss", real, ({ history }) => history.validationLoss),
    column("validation_mse", real, ({ history }) => history.validationMse),
    ...parts.map((name) => column(name, real, ({ history }) => history.parts[name])),
    column("seconds", real, ({ history }) => history.seconds),
  ]);
}

/**
 * Writes results.csv, results.parquet and history.parquet; each file is replaced whole.
 *
 * @returns The paths written.
 */
export async function writeResults(
  folder: string,
  records: readonly RunRecord[],
  furtherAxes: readonly string[] = [],
): Promise<string[]> {
  const history = `${folder}/history.parquet`, runs = runsMark(records);
  const written = writeTable(`${folder}/results`, resultsFrame(records, furtherAxes), { runs });
  await returnMemory(); // one table at a time
  writeParquet(history, historyFrame(records), { runs });
  return [...written, history];
}
