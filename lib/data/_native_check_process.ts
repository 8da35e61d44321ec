/**
 * Reads a Parquet or AnnData file to its end and keeps nothing: a process of its own, that a damaged file may
 * end or hold up. Says something every so often, and last what is wrong with the file, if anything is.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { RepairCounter } from "./_repair_counter.ts";
import type { TableReceiver } from "./_table.ts";

if (import.meta.main) {
  const [path, kind] = Deno.args as [string, "parquet" | "anndata"], repairs = new RepairCounter();
  const receiver: TableReceiver = { header: () => {}, line: () => {} };
  let said = performance.now();
  const alive = () => {
    if (performance.now() - said < 1000) return;
    said = performance.now();
    console.log("{}");
  };
  try {
    if (kind === "parquet") {
      const { readParquetTable } = await import("./_parquet_table.ts");
      await readParquetTable(path, receiver, repairs, alive);
    } else {
      const { readAnnDataTable } = await import("./_anndata_table.ts");
      await readAnnDataTable(path, receiver, repairs, alive);
      const { tryColumns } = await import("./_anndata_types.ts");
      await tryColumns(path);
    }
    console.log(JSON.stringify({ sound: true }));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.log(JSON.stringify({ problem: error.message }));
  }
}
