import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import pl, { type DataFrame, type Series } from "nodejs-polars";
import { printable } from "./_printable.ts";
import { InputError } from "../../errors.ts";
import { ContentWatch } from "../content_watch.ts";

/** More than any side of a matrix has; a header that says so is damaged. */
const MOST_ROWS = 2 ** 24;
/** Bytes of a file's end in which pandas' notes are looked for. */
const MOST_NOTES = 2 ** 26;
const MAGIC = 4, LENGTH = 4;
const UNKNOWN_KIND = /DataType (\w+) is not supported/;

/** A column of a Parquet file, and what it holds as Polars calls it: "Float64", "String", "Bool". */
export interface ParquetColumn {
  readonly name: string;
  readonly kind: string;
}

/** The columns of a Parquet file. @throws {InputError} If two are called the same, or the file is damaged. */
export function readColumns(path: string): ParquetColumn[] {
  const schema = attempt(path, () => scan(path).limit(0).collectSync());
  const kinds = attempt(path, () => kindsOf(schema));
  return schema.columns.map((name, at) => ({ name, kind: kinds[at]! }));
}

function kindsOf(schema: DataFrame): string[] {
  try {
    return schema.dtypes.map(({ variant }) => variant);
  } catch (error) {
    if (!UNKNOWN_KIND.test(String(error))) throw error;
    return schema.getColumns().map(kindOf);
  }
}

/** The library reads kinds that it cannot hand on to JavaScript, and names them. */
function kindOf(column: Series): string {
  try {
    return column.dtype.variant;
  } catch (error) {
    const [, kind] = UNKNOWN_KIND.exec(String(error)) ?? [];
    if (kind !== undefined) return kind;
    throw error;
  }
}

/** The rows that the file says it has: known before any is read. */
export function countRows(path: string): number {
  const { len: rows } = attempt(
    path,
    () => scan(path).select(pl.len()).collectSync().toRecords(),
  )[0] as { len: number };
  if (rows <= MOST_ROWS) return rows;
  throw new InputError(`Cannot read ${path}: ${rows} rows are more than a table has`);
}

/** Whether columns of a kind hold texts: those without a note of their encoding are bytes. */
export function isText(kind: string): boolean {
  return kind === "String" || kind === "Categorical" || kind === "Enum" || kind === "Binary";
}

/** Reads columns of any kind but nested ones as texts; the file is read once. */
export class TextReader {
  readonly #path: string;
  readonly #columns: ReadonlyMap<string, Series>;

  constructor(path: string, columns: readonly ParquetColumn[]) {
    this.#path = path;
    const selected = columns.map(({ name }) => column(name));
    const read = attempt(path, () => scan(path).select(...selected).collectSync().getColumns());
    this.#columns = new Map(columns.map(({ name }, at) => [name, read[at]!]));
  }

  /** The texts of a column, "" where a value is missing; whole numbers without decimals, truth values as Python does. */
  read({ name, kind }: ParquetColumn): string[] {
    const texts = attempt(this.#path, () => [...this.#columns.get(name)!.cast(pl.String)]);
    const known = texts.map((text): string => text ?? "");
    if (kind === "Bool") return known.map((text) => TRUTH[text] ?? "");
    if (!kind.startsWith("Float")) return known;
    return known.map((text) => text === "NaN" ? "" : text.replace(/\.0$/, ""));
  }
}

const TRUTH: Readonly<Record<string, string>> = { true: "True", false: "False" };

/** Columns as numbers of float32, in the order of their names. */
export function readNumbers(path: string, names: readonly string[]): Series[] {
  const columns = names.map((name) => column(name).cast(pl.Float32));
  // All at once: the library looks for a single column in all of them.
  return attempt(path, () => scan(path).select(...columns).collectSync().getColumns());
}

/** The columns that were the index of a pandas frame, as pandas notes them at the end of the file. */
export async function pandasIndex(path: string): Promise<string[]> {
  const file = openSync(path, "r");
  try {
    await ContentWatch.current?.addOpen(path, file);
    const read = (from: number, to: number) => {
      const bytes = new Uint8Array(to - from);
      for (let at = 0, read = 1; read > 0; at += read) {
        read = readSync(file, bytes, at, bytes.length - at, from + at);
      }
      return bytes;
    };
    const end = fstatSync(file).size - MAGIC - LENGTH;
    const length = new DataView(read(end, end + LENGTH).buffer).getUint32(0, true);
    const notes = read(Math.max(0, end - Math.min(length, MOST_NOTES)), end);
    return indexColumns(notes);
  } finally {
    closeSync(file);
  }
}

function indexColumns(notes: Uint8Array): string[] {
  const [, list] = new TextDecoder().decode(notes).split('"index_columns": ', 2);
  return list === undefined ? [] : firstList(list).filter((name) => typeof name === "string");
}

/** The JSON list that a text begins with. */
function firstList(text: string): unknown[] {
  for (let end = text.indexOf("]"); end >= 0; end = text.indexOf("]", end + 1)) {
    try {
      return JSON.parse(text.slice(0, end + 1));
    } catch {
      // A bracket inside a name: the list goes on.
    }
  }
  return [];
}

/** A file by its path, whatever it is called: `readParquet` takes a path that ends otherwise for the content. */
function scan(path: string) {
  return pl.scanParquet(ContentWatch.current?.heldPath(path) ?? path, {
    glob: false,
    hivePartitioning: false,
    cache: false,
  });
}

/** A column by its name, also where the library would take that for a pattern of names. */
function column(name: string) {
  const isPattern = name === "*" || name.startsWith("^") && name.endsWith("$");
  return pl.col(isPattern ? `^${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$` : name);
}

function attempt<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const [line = ""] = String((error as Error).message ?? error).split("\n");
    const [, twice] = /^duplicate: column with name '(.*)' has more/.exec(line) ?? [];
    if (twice !== undefined) {
      throw new InputError(
        `Cannot read ${path}: two columns are called "${
          printable(twice)
        }"; give each a name of its own`,
      );
    }
    throw new InputError(
      `Cannot read ${path}: its Parquet is damaged or of an unsupported kind (${
        printable(line)
      }); get ` +
        "the file again",
    );
  }
}
