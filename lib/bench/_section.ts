import { formatTable, type TableColumn } from "../format/table.ts";

/** A table with its title; empty without rows. */
export function section<Row>(
  title: string,
  rows: readonly Row[] | undefined,
  columns: readonly TableColumn<Row>[],
): string {
  return rows?.length ? `${title}\n${formatTable(rows, columns)}` : "";
}
