import type pl from "nodejs-polars";
import type { SweepAxis } from "../sweep/store/axes.ts";

type Records = readonly Readonly<Record<string, unknown>>[];

/** What figures, summaries and the page read of a run, besides the levels of its axes. */
const COLUMNS = [
  ...["run", "model", "optimizer", "learning_rate", "latent_size", "seed", "split_seed", "status"],
  ...["epochs", "test_reconstruction", "test_mse", "validation_mse", "test_r2", "error"],
];

const known = new WeakMap<pl.DataFrame, Records>();

/** The runs as objects, made once and frozen: every figure of runs, the summary and the page read the same. */
export function runRecords(
  { results, axes = [] }: {
    readonly results: pl.DataFrame;
    readonly axes?: readonly Pick<SweepAxis, "column">[];
  },
): Records {
  const before = known.get(results);
  if (before) return before;
  const wanted = new Set([...COLUMNS, ...axes.map(({ column }) => column)]);
  // By column: Polars takes several times as long for records.
  const columns = results.columns.filter((name) => wanted.has(name))
    .map((name) => [name, results.getColumn(name).toArray()] as const);
  const records = Object.freeze(
    Array.from({ length: results.height }, (_, row) => {
      const record: Record<string, unknown> = {};
      for (const [name, values] of columns) record[name] = values[row];
      return record;
    }),
  );
  known.set(results, records);
  return records;
}
