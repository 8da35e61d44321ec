import pl from "nodejs-polars";
import { InputError } from "../../errors.ts";
import { downstreamOfResults } from "./downstream.ts";
import type { KeptTables } from "./kept_tables.ts";
import { openTable, type TableFile } from "./table_file.ts";

/** What the tables of a folder without journals hold. */
export interface LoneTables extends KeptTables {
  readonly results: pl.DataFrame;
  readonly history: pl.DataFrame;
  readonly downstream: pl.DataFrame;
}

const NAMES = ["results", "history", "downstream", "samples", "latent"] as const;

/**
 * Reads the tables of a folder without journals, such as one that was copied in part.
 *
 * @returns Undefined without results or learning curves.
 * @throws {InputError} If a table is damaged, or not of the same runs as the results.
 */
export function loneTables(folder: string): LoneTables | undefined {
  const files = NAMES.map((name) => openTable(`${folder}/${name}.parquet`));
  const [results, history, downstream] = files.slice(0, 3).map((file) => file?.frame());
  if (!results || !history) return undefined;
  const [samples, latent] = files.slice(3).map((file) => file?.later());
  const there = files.filter((file) => file !== null);
  requireSameRuns(folder, there);
  const unmarked = there.filter(({ marks }) => marks === null).map(({ path }) => path);
  const many = unmarked.length > 1;
  return {
    results: withColumns(results, ["validation_mse", "test_log_likelihood"]),
    history: withColumns(history, ["validation_mse"]),
    downstream: downstream ?? downstreamOfResults(results),
    get samples() {
      return samples?.() ?? null;
    },
    get latent() {
      return latent?.() ?? null;
    },
    notices: unmarked.length === 0 ? [] : [
      `${unmarked.join(", ")} ${many ? "carry" : "carries"} no hash, as an earlier version wrote ` +
      `${many ? "them" : "it"}: damage would not be noticed`,
    ],
  };
}

/** Tables of one moment are of the same runs. */
function requireSameRuns(folder: string, files: readonly TableFile[]): void {
  const marked = files.filter(({ marks }) => marks?.runs !== undefined);
  const runsOf = ({ marks }: TableFile) => marks!.runs!;
  const other = marked.find((file) => runsOf(file) !== runsOf(marked[0]!));
  if (other === undefined) return;
  const [count, otherCount] = [marked[0]!, other].map((file) => runsOf(file).split(" ")[0]);
  throw new InputError(
    `Cannot read ${folder}: ${
      marked[0]!.path
    } (${count} finished runs) and ${other.path} (${otherCount}) are not of the ` +
      "same runs, and there are no journals; copy the folder again, with runs/",
  );
}

/** A table with columns that those of earlier versions lack: they hold nothing there. */
function withColumns(table: pl.DataFrame, names: readonly string[]): pl.DataFrame {
  const missing = names.filter((name) => !table.columns.includes(name));
  const nothing = Array(table.height).fill(null);
  return table.withColumns(...missing.map((name) => pl.Series(name, nothing, pl.Float64)));
}
