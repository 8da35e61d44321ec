import { InputError } from "../../errors.ts";
import { findColumn, isSubjectColumn, isUnknownType, typeColumns } from "./phenotype_columns.ts";
import type { PhenotypeTable } from "./phenotype_table.ts";

/** Rows of a table of which each has another value before its column counts as ids rather than types. */
const FEW_ROWS = 5;
/** Columns that a message lists at most. */
const SHOWN = 20;

/** A column with its texts. */
export interface Column {
  /** Its position in the table. */
  readonly at: number;
  readonly name: string;
  readonly texts: readonly string[];
}

/** Reads a column by its position. */
export async function readColumn(table: PhenotypeTable, at: number): Promise<Column> {
  return { at, name: table.names[at]!, texts: await table.column(at) };
}

/**
 * Reads the column of a name, in any case of letters.
 *
 * @throws {InputError} If there is none; the message lists the columns with examples.
 */
export async function namedColumn(table: PhenotypeTable, name: string): Promise<Column> {
  const at = findColumn(table.names, name);
  if (at === undefined) throw await noColumn(table, `no column gives "${name}"`);
  return await readColumn(table, at);
}

/**
 * The column of cancer types that a user names, else the first one known by its name with several values that are not
 * one for each row, else one with a single value.
 *
 * @param ids Position of the column of ids, which gives no types.
 * @throws {InputError} If there is none.
 */
export async function requireTypeColumn(
  table: PhenotypeTable,
  ids: number | undefined,
  name: string | undefined,
): Promise<Column> {
  if (name === undefined) {
    const { several, one, reason } = await findTypeColumns(table, ids);
    if (several ?? one) return await alone(table, (several ?? one)!);
    throw await noColumn(table, reason, " with --phenotype-column");
  }
  const column = await namedColumn(table, name);
  if (column.at !== ids) return await alone(table, column);
  throw new InputError(
    `Cannot read ${table.path}, ${table.header}: "${column.name}" is the column of the sample ids; name the one ` +
      "that gives the cancer type",
  );
}

/** The same column. @throws {InputError} If another one of its name says something else. */
async function alone(table: PhenotypeTable, column: Column): Promise<Column> {
  for (const [at, name] of table.names.entries()) {
    if (name !== column.name || at === column.at) continue;
    const texts = await table.column(at),
      row = texts.findIndex((text, i) => text !== column.texts[i]);
    if (row < 0) continue;
    throw new InputError(
      `Cannot read ${table.path}, ${table.place(row)}: of two columns called "${name}" one has "${
        column.texts[row]
      }" and one "${texts[row]}"; rename one`,
    );
  }
  return column;
}

/** The first columns that are known to give cancer types, with several and with one; and why there is none. */
export async function findTypeColumns(
  table: PhenotypeTable,
  ids: number | undefined,
): Promise<{ several?: Column; one?: Column; reason: string }> {
  let one: Column | undefined, reason = "no column gives a cancer type by a known name";
  for (const at of typeColumns(table.names)) {
    if (at === ids) continue;
    const column = await readColumn(table, at), { name, texts } = column;
    const known = texts.filter((text) => !isUnknownType(text)), values = new Set(known);
    const isEach = values.size === known.length && known.length >= FEW_ROWS;
    if (values.size > 1 && !isEach) return { several: column, reason };
    if (values.size === 1) one ??= column;
    if (values.size === 0) reason = `its column "${name}" names no cancer type in any row`;
    else if (isEach) reason = `its column "${name}" has a value of its own in each row`;
  }
  return { one, reason };
}

/** Names of columns that may give types though their names do not tell: several texts, fewer than half of the rows. */
export async function possibleTypeColumns(
  table: PhenotypeTable,
  ids: number | undefined,
): Promise<string[]> {
  const possible: string[] = [];
  for (const [at, name] of table.names.slice(0, SHOWN).entries()) {
    if (at === ids || isSubjectColumn(name)) continue;
    const texts = (await textsIfAny(table, at)).filter((text) => !isUnknownType(text));
    const values = new Set(texts), areNumbers = texts.every((text) => Number.isFinite(+text));
    if (!areNumbers && values.size > 1 && 2 * values.size <= table.rows) possible.push(name);
  }
  return possible;
}

/** What is said where no column will do: its columns, each with an example. @param how To name one of them. */
export async function noColumn(
  table: PhenotypeTable,
  what: string,
  how = "",
): Promise<InputError> {
  const shown: string[] = [];
  for (const [at, name] of table.names.slice(0, SHOWN).entries()) {
    const example = (await textsIfAny(table, at)).find((text) => !isUnknownType(text));
    shown.push(`"${name}"${example === undefined ? "" : ` (${shorten(example)})`}`);
  }
  const more = table.names.length > SHOWN ? ", …" : "";
  return new InputError(
    `Cannot read ${table.path}, ${table.header}: ${what}; name one of its columns${how}: ${
      shown.join(", ")
    }${more}`,
  );
}

/** A column's texts, or none where it holds none: a damaged one matters only if it is asked for. */
export async function textsIfAny(table: PhenotypeTable, at: number): Promise<readonly string[]> {
  try {
    return await table.column(at);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

function shorten(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}
