import { InputError } from "../../errors.ts";
import { isAnnotation } from "../annotation_names.ts";
import { isText, type ParquetColumn, TextReader } from "./_parquet_file.ts";
import { printable } from "./_printable.ts";

/** A column of which every value is missing has no kind of its own. */
const NUMBER = /^(U?Int\d+|Float\d+|Decimal|Null)$/;
/** Names that a column of ids has, "" included, as R and Polars leave it. */
const ID_COLUMN =
  /^(|__index_level_0__|index|row_?names?|(ensembl|entrez|hugo|hgnc)?[_ .]?(gene|symbol|probe|sample|cell|model|case)?[_ .]?(ids?|names?|symbols?)?|barcode)$/i;
/** Names that it has where its ids are numbers, as Entrez's are. */
const NUMBERED_IDS =
  /^(__index_level_0__|index|id|gene|gene_?id|entrez(_?gene)?(_?id)?|sample|sample_?id)$/i;
/** Names that pandas gives to the numbers of rows. */
const ROW_NUMBER = /^(__index_level_\d+__|index|level_\d+|unnamed: \d+)$/i;
const SHOWN = 10;

/** What the columns of a Parquet file are. */
export interface ParquetSides {
  /** The column of ids. */
  readonly ids: ParquetColumn;
  /** Columns of numbers, in their order. */
  readonly numbers: readonly string[];
  /** Columns that are no gene and no sample. */
  readonly leftOut: readonly string[];
}

/** What tells columns apart besides their names and kinds. */
export interface SidesOptions {
  /** The columns that were a pandas frame's index. */
  readonly index: readonly string[];
  /** The column of ids, where the user names one. */
  readonly geneColumn?: string;
}

/** Tells the column of ids from those of numbers. @throws {InputError} If none or several may be it. */
export function tellSides(
  path: string,
  columns: readonly ParquetColumn[],
  { index, geneColumn }: SidesOptions,
): ParquetSides {
  const ids = findIds(path, columns, { index, geneColumn });
  const numbers: string[] = [], leftOut: string[] = [];
  for (const { name, kind } of columns) {
    if (name === ids.name) continue;
    const isNumber = NUMBER.test(kind);
    if (
      index.includes(name) ||
      (isNumber ? isWhole(kind) && ROW_NUMBER.test(name) : isAnnotation(name))
    ) {
      leftOut.push(name);
    } else if (isNumber) numbers.push(name);
    else throw noNumbers(path, { name, kind }, ids.name);
  }
  return { ids, numbers, leftOut };
}

function findIds(
  path: string,
  columns: readonly ParquetColumn[],
  { index, geneColumn }: SidesOptions,
): ParquetColumn {
  if (geneColumn !== undefined) return namedIds(columns, geneColumn);
  const isIndex = ({ name }: ParquetColumn) => index.includes(name);
  const isCalledIds = ({ name }: ParquetColumn) => ID_COLUMN.test(name);
  const texts = columns.filter(({ kind }) => isText(kind)), levels = texts.filter(isIndex);
  const numbered = columns.filter(({ name, kind }) => isWhole(kind) && NUMBERED_IDS.test(name));
  const named = numbered.filter(({ name }) => !ROW_NUMBER.test(name));
  const found = [
    levels.filter(isCalledIds),
    levels,
    named.filter(isIndex),
    texts.filter(isCalledIds),
    texts,
  ].find(({ length }) => length > 0);
  if (found?.length === 1) return found[0]!;
  if (found) return found.find((column) => isDistinct(path, column)) ?? found[0]!;
  const [only, second] = named.length > 0 ? named : numbered;
  if (only && !second) return only;
  throw new InputError(
    `Cannot read ${path}: no column of ids among ${
      shown(columns)
    }; one column has to hold them as texts ` +
      "(R writes no row names: add them as a column)",
  );
}

function namedIds(columns: readonly ParquetColumn[], geneColumn: string): ParquetColumn {
  const named = columns.find(({ name }) => name === geneColumn);
  if (!named) {
    throw new InputError(`--gene-column: got "${geneColumn}", the columns are ${shown(columns)}`);
  }
  if (isText(named.kind) || isWhole(named.kind)) return named;
  throw new InputError(
    `--gene-column: got "${geneColumn}", which holds ${named.kind}; ids are texts or whole numbers`,
  );
}

/** Of several columns that may be the ids, one in which no value repeats tells rows apart. */
function isDistinct(path: string, column: ParquetColumn): boolean {
  const texts = new TextReader(path, [column]).read(column);
  return new Set(texts).size === texts.length;
}

function isWhole(kind: string): boolean {
  return kind.includes("Int");
}

function noNumbers(path: string, { name, kind }: ParquetColumn, ids: string): InputError {
  const place = `Cannot read ${path}, column ${printable(name)}`;
  if (!isText(kind)) {
    return new InputError(`${place}: it holds ${kind}, no numbers; leave it out`);
  }
  const example =
    new TextReader(path, [{ name, kind }]).read({ name, kind }).find((text) => text !== "") ?? "";
  return new InputError(
    `${place}: it holds texts (such as "${printable(example)}"), and so does ` +
      `"${
        printable(ids)
      }", which is taken for the ids; leave one out, or name the genes' with --gene-column`,
  );
}

function shown(columns: readonly ParquetColumn[]): string {
  const names = columns.slice(0, SHOWN).map(({ name }) => `"${printable(name)}"`).join(", ");
  return columns.length > SHOWN ? `${names}, …` : names;
}
