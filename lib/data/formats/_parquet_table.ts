import pl, { type DataFrame, type Series } from "nodejs-polars";
import { InputError } from "../../errors.ts";
import { idProblem } from "../cells.ts";
import { requireMemory } from "../memory.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import type { ReadOptions, TableFormat, TableReceiver } from "../table.ts";

/** Numbers that are read at once: columns are read in groups, so that memory stays small beside the matrix. */
const AT_ONCE = 2 ** 24;
/** More than any side of a matrix has; a header that says so is damaged. */
const MOST_ROWS = 2 ** 24;
const TEXT = new Set(["String", "Categorical", "Enum"]);
const NUMBER = /^(U?Int(8|16|32|64)|Float(32|64))$/;
/** Names that a column of ids has where its ids are numbers, as Entrez's are. */
const ID_COLUMN =
  /^(__index_level_0__|index|id|gene|gene_?id|entrez(_?gene)?(_?id)?|sample|sample_?id)$/i;

/** Streams a Parquet file column by column: one column of ids, all others numbers. */
export async function readParquetTable(
  path: string,
  receiver: TableReceiver,
  notices: NoticeCounter,
  { onProgress }: ReadOptions = {},
): Promise<TableFormat> {
  const { size } = await Deno.stat(path);
  const schema = attempt(path, () => scan(path).limit(0).collectSync());
  const idColumn = findIds(path, schema), rows = countRows(path);
  const names = schema.columns.filter((name) => name !== idColumn);
  if (rows === 0) throw new InputError(`Cannot read ${path}: the table has no rows`);
  if (names.length === 0) {
    throw new InputError(`Cannot read ${path}: there is no column of numbers`);
  }
  names.forEach((name) => checkId(path, "column", name, name));
  requireMemory(`Cannot read ${path}`, rows, names.length);
  const ids = readIds(path, idColumn);
  receiver.header(ids);
  const together = Math.max(1, Math.floor(AT_ONCE / ids.length));
  for (let first = 0; first < names.length; first += together) {
    const group = names.slice(first, first + together),
      frame = attempt(
        path,
        () => scan(path).select(...group.map((name) => pl.col(name))).collectSync(),
      );
    for (const name of group) {
      const column = attempt(path, () => frame.getColumn(name).cast(pl.Float32));
      const { values, missing } = numbersOf(path, column, ids, notices);
      receiver.line(name, values, missing);
    }
    onProgress?.(Math.min(1, (first + together) / names.length) * size, size);
  }
  return {
    description: "Parquet",
    linesAreRows: false,
    corner: idColumn,
    place: (line, at) => `row ${at + 1}, column ${names[line]}`,
    idPlace: (side, at) => side === "lines" ? `column ${names[at]}` : `row ${at + 1}`,
  };
}

/** A file by its path, whatever it is called: `readParquet` takes a path that ends otherwise for the content. */
function scan(path: string) {
  return pl.scanParquet(path, { glob: false, hivePartitioning: false, cache: false });
}

function attempt<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const [line = ""] = String((error as Error).message ?? error).split("\n");
    throw new InputError(
      `Cannot read ${path}: its Parquet is damaged or of an unsupported kind (${
        printable(line)
      }); get ` +
        "the file again",
    );
  }
}

/** The rows that the file says it has: known before any is read. */
function countRows(path: string): number {
  const { len: rows } = attempt(
    path,
    () => scan(path).select(pl.len()).collectSync().toRecords(),
  )[0] as { len: number };
  if (rows <= MOST_ROWS) return rows;
  throw new InputError(`Cannot read ${path}: ${rows} rows are more than a matrix has`);
}

/** The one column of texts; where there is none, a column of whole numbers that is called like ids. */
function findIds(path: string, schema: DataFrame): string {
  const { columns } = schema;
  const kinds = attempt(path, () => schema.dtypes.map(({ variant }) => variant));
  const texts = columns.filter((_, i) => TEXT.has(kinds[i]!));
  const numbered = columns.filter((name, i) => kinds[i]!.includes("Int") && ID_COLUMN.test(name));
  const [found, second] = texts.length > 0 ? texts : numbered;
  if (found === undefined || second !== undefined) {
    const shown = columns.slice(0, 10).map((name) => `"${printable(name)}"`).join(", ");
    const named = texts.slice(0, 5).map((name) => `"${printable(name)}"`).join(", ");
    throw new InputError(
      second === undefined
        ? `Cannot read ${path}: no column of ids among ` +
          `${shown}${columns.length > 10 ? ", …" : ""}; one column has to hold them as texts`
        : `Cannot read ${path}: ${texts.length} columns of texts (${named}); leave the one with the ids`,
    );
  }
  const other = columns.find((name, i) => name !== found && !NUMBER.test(kinds[i]!));
  if (other === undefined) return found;
  throw new InputError(
    `Cannot read ${path}, column ${printable(other)}: it holds ` +
      `${kinds[columns.indexOf(other)]}, no numbers; leave it out`,
  );
}

function readIds(path: string, column: string): string[] {
  const ids = attempt(path, () => {
    return [...scan(path).select(pl.col(column)).collectSync().getColumn(column).cast(pl.String)];
  });
  return ids.map((id, row) => checkId(path, `row ${row + 1}, column`, column, id ?? ""));
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

function printable(text: string): string {
  return JSON.stringify(text).slice(1, -1).slice(0, 160);
}
