import { Buffer } from "node:buffer";
import { InputError } from "../../errors.ts";
import { byteStream } from "../byte_stream.ts";
import { separatorOf, SEPARATORS } from "../text/delimiter.ts";
import { readHead } from "../file_head.ts";
import { NoticeCounter } from "../notice_counter.ts";
import { sampleColumns } from "../phenotype/phenotype_columns.ts";
import type { PhenotypeTable } from "../phenotype/phenotype_table.ts";
import { splitCharacteristics } from "./_characteristics.ts";
import { isSeriesMatrix, readSeriesMatrixPhenotype } from "./series_matrix_phenotype.ts";
import { type DelimitedRow, delimitedRows } from "./_delimited_text.ts";

/** Bytes of a table of samples at most: of a million samples and many columns. */
const LARGEST = 2 ** 28;
/** Cells at most, and for how many of them a row counts besides its own: of a million samples with 28 columns. */
const MOST_CELLS = 2 ** 25, ROW = 4;
/** Characters that tell what separates the cells. */
const BEGINNING = 2 ** 16;

/**
 * Reads a phenotype table from text: cells between tabs, commas, semicolons or blanks, below one row of names.
 *
 * Lines that begin with # are comments (cBioPortal's clinical files begin with four), unless a single one stands above
 * rows of as many cells: then it is the header. A header that is one cell short, as R's write.table makes it, means that
 * the first column holds the rows' names.
 *
 * A GEO series matrix tells its samples above its numbers.
 *
 * @throws {InputError} If it is not such a table.
 */
export async function readTextPhenotype(path: string): Promise<PhenotypeTable> {
  if (isSeriesMatrix((await readHead(path)).text)) return await readSeriesMatrixPhenotype(path);
  const notices = new NoticeCounter(), text = await wholeText(path, notices);
  if (!text.endsWith("\n")) notices.add("no-final-newline", path);
  const { header, rest } = splitHeader(path, text, notices);
  const rows: DelimitedRow[] = [];
  let size = 0;
  for (const row of rest) {
    if ((size += row.cells.length + ROW) > MOST_CELLS) {
      throw new InputError(
        `Cannot read ${path}: its first ${row.line} lines have more cells than a table of samples; is it the matrix?`,
      );
    }
    if (row.cells.every((cell) => cell === "")) continue;
    const isComment = row.cells[0]!.startsWith("#") && row.cells.length < header.cells.length;
    if (isComment) notices.add("comment-lines", `line ${row.line}`);
    else rows.push(row);
  }
  if (rows.length === 0) throw new InputError(`Cannot read ${path}: the table has no rows`);
  const { skip, names } = namesOf(header.cells, rows);
  requireCells(path, rows, names.length + skip, header.cells.length);
  if (skip) notices.add("short-phenotype-header", `line ${header.line}`);
  const columns = splitCharacteristics(
    names.map((name, at) => ({ name, texts: rows.map(({ cells }) => cells[at + skip]!) })),
  );
  return {
    path,
    header: `line ${header.line}`,
    names: columns.map(({ name }) => name),
    rows: rows.length,
    column: (at) => Promise.resolve(columns[at]!.texts),
    ...skip && { index: rows.map(({ cells }) => cells[0]!) },
    place: (row) => `line ${rows[row]!.line}`,
    report: notices.report(),
  };
}

async function wholeText(path: string, notices: NoticeCounter): Promise<string> {
  const onLatin1 = (cell: string) => notices.add("latin-1-text", cell);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of byteStream(path, { onLatin1 })) {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= LARGEST) continue;
    throw new InputError(
      `Cannot read ${path}: it has more than ${
        LARGEST / 2 ** 20
      } MiB of text, too much for a table of samples; ` +
        "is it the matrix?",
    );
  }
  const text = new TextDecoder().decode(Buffer.concat(chunks));
  // deno-lint-ignore no-control-regex -- control characters are the sign of a damaged file
  const control = /[\x00-\x08\x0e-\x1f]/.exec(text);
  if (control) {
    const line = text.slice(0, control.index).split("\n").length;
    throw new InputError(`Cannot read ${path}, line ${line}: it is not text; is the file damaged?`);
  }
  return text.includes("\n") ? text : text.replaceAll("\r", "\n");
}

/** The row of names, and the rows below it. */
function splitHeader(path: string, text: string, notices: NoticeCounter) {
  const comments: number[] = [];
  let at = 0, line = 1;
  const here = () => {
    const end = text.indexOf("\n", at);
    return text.slice(at, end < 0 ? text.length : end).replace(/\r$/, "");
  };
  const next = () => {
    const end = text.indexOf("\n", at);
    at = end < 0 ? text.length : end + 1;
    line++;
  };
  let above: string | undefined;
  for (; at < text.length && (here().trim() === "" || here().startsWith("#")); next()) {
    if (here().trim() === "") continue;
    comments.push(line);
    above = here();
  }
  if (at >= text.length) throw new InputError(`Cannot read ${path}: no row of column names in it`);
  const separator = separatorOf(text.slice(at, at + BEGINNING)) ?? "tabs";
  const delimiter = String.fromCharCode(SEPARATORS[separator]);
  const cells = (line: string) => [...delimitedRows(path, line, delimiter, 1)][0]!.cells;
  const isNamedAbove = comments.length === 1 &&
    cells(above!).length === cells(here()).length && cells(here()).length > 1 &&
    (!isHeader(cells(here())) || isHeader(cells(above!)));
  if (isNamedAbove) {
    const [name, ...names] = cells(above!);
    const header = { cells: [name!.replace(/^# */, ""), ...names], line: comments[0]! };
    return { header, rest: delimitedRows(path, text.slice(at), delimiter, line) };
  }
  for (const comment of comments) notices.add("comment-lines", `line ${comment}`);
  const rest = delimitedRows(path, text.slice(at), delimiter, line);
  return { header: rest.next().value!, rest };
}

/** Whether cells are columns' names: a comment may have as many commas as a row. */
function isHeader(cells: readonly string[]): boolean {
  return sampleColumns(cells.map((cell) => cell.replace(/^# */, ""))).length > 0;
}

/** The columns' names, and how many cells of ids come before them: none, or one where each row has one cell more. */
function namesOf(header: readonly string[], rows: readonly DelimitedRow[]) {
  const more = (cells: number) =>
    rows.length > 0 && rows.every((row) => row.cells.length === header.length + cells);
  // Rows or a header that end with a delimiter have an empty last cell, which is no column.
  if (more(-1) && header.at(-1) === "") return { skip: 0, names: header.slice(0, -1) };
  if (!more(1)) return { skip: 0, names: header };
  const isTrailing = rows.every(({ cells }) => cells.at(-1) === "");
  return isTrailing ? { skip: 0, names: [...header, ""] } : { skip: 1, names: header };
}

function requireCells(
  path: string,
  rows: readonly DelimitedRow[],
  width: number,
  named: number,
): void {
  const wrong = rows.find(({ cells }) => cells.length !== width);
  if (!wrong) return;
  throw new InputError(
    `Cannot read ${path}, line ${wrong.line}: ${wrong.cells.length} cells where the header has ` +
      `${named}; is the file complete?`,
  );
}
