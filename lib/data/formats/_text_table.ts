import { InputError } from "../../errors.ts";
import { cellBounds, cellEnd, cellText, idText, isBlank, quotedEnd, UNCLOSED } from "../cells.ts";
import { eachLine, type Line } from "../lines.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import { RowParser } from "../row_parser.ts";
import type { ReadOptions, TableFormat, TableReceiver } from "../table.ts";

/** Bytes of a bad cell that a message shows. */
const LONGEST_SHOWN = 40;
const COMMA = 44;

/** Streams a table separated by tabs or commas: its header, then one row after another; keeps no number. */
export async function readTextTable(
  path: string,
  receiver: TableReceiver,
  notices: NoticeCounter,
  { onProgress }: ReadOptions = {},
): Promise<TableFormat> {
  let header: Header | undefined, parser = new RowParser(0), blankLine = 0, delimiter = COMMA;
  const numbers: number[] = [];
  const ended = await eachLine(path, (line) => {
    if (isBlank(line)) return void (blankLine ||= line.number);
    if (blankLine > 0) notices.add("blank-lines", `line ${blankLine}`, line.number - blankLine);
    blankLine = 0;
    if (!header) {
      header = readHeader(path, line);
      delimiter = line.delimiter;
      parser = new RowParser(header.ids.length);
      return receiver.header(header.ids);
    }
    readRow(path, line, header.ids, parser, notices, receiver);
    numbers.push(line.number);
  }, onProgress);
  if (!header) throw new InputError(`Cannot read ${path}: it holds nothing but blank lines`);
  if (numbers.length === 0) {
    throw new InputError(`Cannot read ${path}: there is no row of numbers below the first row`);
  }
  if (!ended) notices.add("no-final-newline", path);
  return {
    description: delimiter === COMMA ? "CSV" : "tab-separated text",
    linesAreRows: true,
    corner: header.corner,
    place: (line, across) => `line ${numbers[line]}, column ${across + 2}`,
    idPlace: (side, at) => side === "lines" ? `line ${numbers[at]}` : `column ${at + 2}`,
  };
}

interface Header {
  readonly corner: string;
  readonly ids: readonly string[];
}

function readHeader(path: string, line: Line): Header {
  const [first, ...bounds] = cellBounds(path, line);
  if (bounds.length === 0) {
    const text = cellText(line.bytes, ...first!) ?? "";
    const found = text.includes(";") ? "only semicolons between cells" : "only one column";
    throw new InputError(
      `Cannot read ${path}, line ${line.number}: ${found}; an expression matrix is a table with ids in ` +
        "its first row and column, separated by tabs or by commas",
    );
  }
  // R leaves the corner empty, and only a damaged file has bytes there that are not text.
  const corner = cellText(line.bytes, ...first!) === "" ? "" : idText(path, line, ...first!, 1);
  const ids = bounds.map(([from, to], i) => idText(path, line, from, to, i + 2));
  if (ids.every((id) => Number.isFinite(Number(id))) && ids.join().includes(".")) {
    throw new InputError(
      `Cannot read ${path}, line ${line.number}: numbers where the ids should be; add a first row ` +
        "that names the columns",
    );
  }
  return { corner, ids };
}

function readRow(
  path: string,
  line: Line,
  ids: readonly string[],
  parser: RowParser,
  notices: NoticeCounter,
  receiver: TableReceiver,
): void {
  const { bytes, start, end, number, delimiter } = line;
  const first = cellEnd(path, line, start, 1), id = idText(path, line, start, first, 1);
  if (first === end) throw wrongWidth(path, line, 1, ids.length + 1);
  parser.parse(bytes, first + 1, end, delimiter);
  if (parser.bad) throw badCell(path, line, id, ids, parser.bad);
  if (parser.cells !== ids.length) throw wrongWidth(path, line, parser.cells + 1, ids.length + 1);
  if (parser.missing > 0) {
    const place = `line ${number}, column ${parser.firstMissing + 2}`;
    notices.add("missing-cells", place, parser.missing);
  }
  receiver.line(id, parser.values, parser.missing);
}

function badCell(
  path: string,
  { bytes, end, number, delimiter }: Line,
  row: string,
  ids: readonly string[],
  { cell, from, to }: NonNullable<RowParser["bad"]>,
): InputError {
  const column = ids[cell] ?? "beyond the header";
  const shown = new TextDecoder().decode(bytes.subarray(from, Math.min(to, from + LONGEST_SHOWN)));
  const remedy = /^"?[+-]?\d+,\d+"?$/.test(shown)
    ? "write decimals with points"
    : "correct it, or write NA where the value is missing";
  const problem = quotedEnd(bytes, from, end, delimiter) === UNCLOSED
    ? "is a quoted cell that does not end in this line; write numbers without quotes"
    : `is not a finite number; ${remedy}`;
  return new InputError(
    `Cannot read ${path}, line ${number}, column ${cell + 2} (row ${row}, column ${column}): ` +
      `${JSON.stringify(shown)} ${problem}`,
  );
}

function wrongWidth(path: string, line: Line, cells: number, wanted: number): InputError {
  const decimalCommas = line.delimiter === COMMA && cells === 2 * wanted - 1;
  const hint = decimalCommas
    ? "where decimals are written with commas, write them with points"
    : cells === wanted + 1
    ? "where the header lacks its first cell (as R writes it), add one, such as `sample`"
    : "every row needs as many; is the file complete?";
  return new InputError(
    `Cannot read ${path}, line ${line.number}: ${cells} cells where the header has ${wanted}; ${hint}`,
  );
}
