import { isAnnotation } from "../annotation_names.ts";
import { cellBounds, cellText, idText } from "../text/cells.ts";
import type { Line } from "../text/line.ts";
import { InputError } from "../../errors.ts";
import { isNumberCell, isTextCell } from "./_number_cell.ts";

/** What stands where in the lines of a table, as its first two tell. */
export interface TextLayout {
  /** The name of the first column; "" where it has none. */
  readonly corner: string;
  /** The names of the other columns; "" for cells that only end rows. */
  readonly names: readonly string[];
  /** Cells at the end of each row that are no columns, and empty. */
  readonly trailing: number;
  /** Whether the header names all columns but the first, as R writes it. */
  readonly isShort: boolean;
}

/** Names that a first column has in tables, besides those of annotations. */
const ID_NAME =
  /^(id|ids|name|names|index|idx|row|rows|row[._ ]?names?|samples?|genes?|symbols?|features?|probes?|probe_?set(_?id)?|cells?|models?|model_?id|cell_?lines?|depmap_?id|patients?|cases?|target_?id|tracking_?id|case_?id|accession)$/i;

/**
 * Decides by the header and the first row what the columns are.
 *
 * @throws {InputError} If they do not fit together, or fit in two ways.
 */
export function layoutOf(path: string, header: Line, row: Line): TextLayout {
  const names = cellBounds(path, header).map(([from, to]) => cellText(header.bytes, from, to));
  const cells = cellBounds(path, row).map(([from, to]) => cellText(row.bytes, from, to) ?? "?");
  const named = names.length - emptyAtEnd(names), filled = cells.length - emptyAtEnd(cells);
  const first = names[0] ?? "?";
  if (named === 1 && cells.length > 1 && !(cells.length === 2 && isNumberCell(cells[1]!))) {
    throw new InputError(
      `Cannot read ${path}, line ${header.number}: one cell (${
        shown(first)
      }) above ${cells.length} in ` +
        `line ${row.number}, as a title has; remove the lines above the header`,
    );
  }
  if (named < 2 && cells.length < 2) throw oneColumn(path, header, first);
  const isLonger = cells.length === names.length + 1 && named === names.length && first !== "";
  const trailing = cells.length - named, isIdsName = isIdName(first) && !isTextCell(cells[1] ?? "");
  if (named === names.length && first !== "" && filled === named + 1 && !isIdsName) {
    const ids = idsOf(path, header, 0, named);
    return { corner: "", names: ids, trailing: trailing - 1, isShort: true };
  }
  if (isLonger && trailing === 1 && filled < cells.length && !isIdName(first)) {
    throw eitherWay(path, row, names);
  }
  const isFilledOut = trailing > 0 && filled <= named;
  const hasNameless = cells.length === names.length && filled > named;
  if (trailing !== 0 && !isFilledOut && !hasNameless) {
    const isTitle = cells.length > names.length + 1;
    throw wrongWidth(path, row, cells.length, names.length, isTitle ? header.number : undefined);
  }
  const ids = idsOf(path, header, 1, hasNameless ? names.length : named);
  refuseNumbers(path, header, ids, { first, below: cells[0]! });
  // R leaves the corner empty, and only a damaged file has bytes there that are not text.
  const corner = first === "" ? "" : idsOf(path, header, 0, 1)[0]!.replace(/^# */, "");
  return { corner, names: ids, trailing, isShort: false };
}

/** Says that a row has another number of cells than it should. @param title The line that may be a title instead of the header. */
export function wrongWidth(
  path: string,
  line: Line,
  cells: number,
  wanted: number,
  title?: number,
): InputError {
  const decimalCommas = line.separator === "commas" && cells === 2 * wanted - 1;
  const hint = decimalCommas
    ? "where decimals are written with commas, write them with points"
    : title !== undefined
    ? `every row needs as many; if line ${title} is a title above the header, remove it`
    : "every row needs as many; is the file complete?";
  return new InputError(
    `Cannot read ${path}, line ${line.number}: ${cells} cells where the header has ${wanted}; ${hint}`,
  );
}

function isIdName(name: string): boolean {
  return ID_NAME.test(name.replace(/^# */, "").trim()) || isAnnotation(name.replace(/^# */, ""));
}

function idsOf(path: string, line: Line, first: number, end: number): string[] {
  const bounds = cellBounds(path, line).slice(first, end);
  return bounds.map(([from, to], i) => idText(path, line, from, to, first + i + 1));
}

function emptyAtEnd(cells: readonly (string | undefined)[]): number {
  return cells.length - 1 - cells.findLastIndex((cell) => cell !== "");
}

/** A name with its digits alike: names of one kind of thing have the same. */
function shapeOf(name: string): string {
  return /\d/.test(name) ? name.replaceAll(/\d+/g, "0") : `${name} itself`;
}

/** Whether the first cell of the header is an id like that of the row below, rather than the name of their column. */
function isIdOfRow(first: string, below: string): boolean {
  return first === "N_unmapped" || first !== below && shapeOf(first) === shapeOf(below);
}

/** Refuses a table without a header: its first row has numbers in that place, perhaps behind further ids of a gene. */
function refuseNumbers(
  path: string,
  { number }: Line,
  ids: readonly string[],
  { first, below }: { readonly first: string; readonly below: string },
): void {
  const isRow = isIdOfRow(first, below), hasName = first === "" || isIdName(first);
  const numbers = isRow ? ids.slice(Math.max(0, ids.findIndex(isNumberCell))) : ids;
  if (!numbers.every(isNumberCell) || !isRow && (hasName || mayCount(ids))) return;
  throw new InputError(
    `Cannot read ${path}, line ${number}: numbers where the ids should be; add a first row ` +
      "that names the columns",
  );
}

/** Whether names are whole numbers, each above the one before, as samples are numbered. */
function mayCount(names: readonly string[]): boolean {
  return names.every((name, at) =>
    /^\d+$/.test(name) && (at === 0 || Number(name) > Number(names[at - 1]))
  );
}

function oneColumn(path: string, { number }: Line, text: string): InputError {
  return new InputError(
    `Cannot read ${path}, line ${number}: only one column (${
      shown(text)
    }); an expression matrix is a ` +
      "table with ids in its first row and column, separated by tabs, commas, semicolons or blanks",
  );
}

function eitherWay(path: string, row: Line, names: readonly (string | undefined)[]): InputError {
  return new InputError(
    `Cannot read ${path}, line ${row.number}: one cell more than the header, and an empty one at the end: ` +
      `either the header lacks the name of the ids' column, or each row has a separator too many; write ` +
      `a name before ${names[0]} or remove the empty cells`,
  );
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
