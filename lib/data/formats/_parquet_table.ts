import type { Series } from "nodejs-polars";
import { InputError } from "../../errors.ts";
import { idProblem } from "../text/cells.ts";
import { requireMemory } from "../memory.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import { countRows, pandasIndex, readColumns, readNumbers, TextReader } from "./_parquet_file.ts";
import { printable } from "./_printable.ts";
import { tellSides } from "./_parquet_sides.ts";
import type { ReadOptions, TableFormat, TableReceiver } from "../table.ts";

/** Numbers that are read at once: columns are read in groups, so that memory stays small beside the matrix. */
const AT_ONCE = 2 ** 24;

/** Streams a Parquet file column by column: one column of ids, all others numbers. */
export async function readParquetTable(
  path: string,
  receiver: TableReceiver,
  notices: NoticeCounter,
  { geneColumn, maxMemory, streams, onProgress }: ReadOptions = {},
): Promise<TableFormat> {
  const { size } = await Deno.stat(path), columns = readColumns(path), rows = countRows(path);
  const index = await pandasIndex(path);
  const { ids: column, numbers: names, leftOut } = tellSides(path, columns, { index, geneColumn });
  if (rows === 0) throw new InputError(`Cannot read ${path}: the table has no rows`);
  if (names.length === 0) {
    throw new InputError(`Cannot read ${path}: there is no column of numbers`);
  }
  names.forEach((name) => checkId(path, "column", name, name));
  requireMemory(`Cannot read ${path}`, rows, names.length, { maxMemory, streams });
  const corner = column.name,
    ids = new TextReader(path, [column]).read(column)
      .map((id, row) => checkId(path, `row ${row + 1}, column`, corner, id));
  leftOut.forEach((name) => receiver.leaveOut("lines", name));
  receiver.header(ids);
  const together = Math.max(1, Math.floor(AT_ONCE / ids.length));
  for (let first = 0; first < names.length; first += together) {
    const group = names.slice(first, first + together);
    readNumbers(path, group).forEach((column, at) => {
      const { values, missing } = numbersOf(path, column, ids, notices);
      receiver.line(group[at]!, values, missing);
    });
    onProgress?.(Math.min(1, (first + together) / names.length) * size, size);
  }
  return {
    description: "Parquet",
    linesAreRows: false,
    corner,
    rowsByDefault: geneColumn === undefined
      ? undefined
      : { rows: "genes", why: `--gene-column ${geneColumn}` },
    place: (line, at) => `row ${at + 1}, column ${names[line]}`,
    idPlace: (side, at) => side === "lines" ? `column ${names[at]}` : `row ${at + 1}`,
  };
}

function checkId(path: string, place: string, column: string, id: string): string {
  const problem = idProblem(id);
  if (problem === undefined) return id;
  throw new InputError(`Cannot read ${path}, ${place} ${printable(column)}: ${problem}`);
}

/** A column's numbers; NaN where one is missing. */
function numbersOf(path: string, column: Series, ids: readonly string[], notices: NoticeCounter) {
  const values: Float32Array = column.nullCount() === 0
    ? column.toTypedArray()
    : Float32Array.from(column.toArray() as (number | null)[], (value) => value ?? NaN);
  if (values.length !== ids.length) {
    throw new InputError(
      `Cannot read ${path}, column ${column.name}: ${values.length} rows where the ids have ${ids.length}`,
    );
  }
  let missing = 0, first = -1;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value !== value) {
      if (missing++ === 0) first = row;
    } else if (value === Infinity || value === -Infinity) {
      throw new InputError(
        `Cannot read ${path}, row ${row + 1}, column ${column.name}: it is not a finite number ` +
          "(of float32); correct it, or leave it empty where the value is missing",
      );
    }
  }
  if (missing > 0) notices.add("missing-cells", `row ${first + 1}, column ${column.name}`, missing);
  return { values, missing };
}
