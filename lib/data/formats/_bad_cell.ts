import { InputError } from "../../errors.ts";
import { quotedEnd, UNQUOTED } from "../text/cells.ts";
import type { Line } from "../text/line.ts";

/** Bytes of a bad cell that a message shows. */
const LONGEST_SHOWN = 40;
/** Numbers with a separator between thousands and nowhere else, and the same with decimals. */
const GROUPED = /^[+-]?[1-9]\d{0,2}([,.])\d{3}$/;
const SURELY_GROUPED = [
  /^[+-]?[1-9]\d{0,2}(,\d{3})+\.\d*$/,
  /^[+-]?[1-9]\d{0,2}(\.\d{3})+,\d*$/,
  /^[+-]?[1-9]\d{0,2}([,.' \u00a0\u2009\u202f’])\d{3}(\1\d{3})+([.,]\d*)?$/,
  /^[+-]?[1-9]\d{0,2}([' \u00a0\u2009\u202f’])\d{3}([.,]\d*)?$/,
];

/** Where a cell is, and whose. */
export interface CellPlace {
  readonly line: Line;
  readonly from: number;
  readonly to: number;
  /** From 1, as the file has it. */
  readonly column: number;
  readonly rowName: string;
  readonly columnName: string;
}

/** Says what is wrong with a cell that should be a number. */
export function badCell(path: string, place: CellPlace): InputError {
  const { line, from, to, column, rowName, columnName } = place, { bytes, end, delimiter } = line;
  const shown = new TextDecoder().decode(bytes.subarray(from, Math.min(to, from + LONGEST_SHOWN)));
  const quoted = quotedEnd(bytes, from, end, delimiter);
  const problem = quoted < UNQUOTED
    ? "is a quoted cell that does not end, or continues after its closing quote; write numbers without quotes"
    : `is not a finite number; ${remedy(withoutQuotes(shown), line)}`;
  return new InputError(
    `Cannot read ${path}, line ${line.number}, column ${column} (row ${rowName}, column ${columnName}): ` +
      `${JSON.stringify(shown)} ${problem}`,
  );
}

/** Whether a number's comma or point may stand between thousands as well. */
export function isGrouped(number: string): boolean {
  return GROUPED.test(number);
}

/** Whether a number's commas or points stand between thousands. */
export function isSurelyGrouped(number: string): boolean {
  return SURELY_GROUPED.some((pattern) => pattern.test(number));
}

/** What to do about a number whose comma or point may stand between thousands or before decimals. */
export function eitherMark(number: string): string {
  const decimals = number.includes(",")
    ? `a decimal comma, ${number.replace(",", ".")}`
    : "a decimal point, put tabs between cells instead of semicolons";
  return `if it has a thousands separator, write ${withoutThousands(number)}, if ${decimals}`;
}

/** A number's text without separators of thousands: the last separator is one of decimals where it is another one. */
function withoutThousands(number: string): string {
  const separators = number.replaceAll(/[\d+-]/g, ""), last = separators.at(-1)!;
  const hasDecimals = last !== separators[0], end = number.lastIndexOf(last);
  const whole = hasDecimals ? number.slice(0, end) : number;
  return whole.replaceAll(/[^\d+-]/g, "") + (hasDecimals ? `.${number.slice(end + 1)}` : "");
}

function remedy(number: string, line: Line): string {
  if (isSurelyGrouped(number)) return thousands(number);
  if (/^[+-]?\d*,\d+$/.test(number)) {
    if (!isGrouped(number)) return "write decimals with points";
    const others = cellsWithCommas(line);
    if (others.some(isSurelyGrouped)) return thousands(number);
    if (others.some((other) => !isGrouped(other))) return "write decimals with points";
    return line.separator === "commas" && hasSmallNumber(line)
      ? thousands(number)
      : eitherMark(number);
  }
  return "correct it, or write NA where the value is missing";
}

function thousands(number: string): string {
  return `write numbers without thousands separators, as ${withoutThousands(number)}`;
}

/** Numbers of a line that have a comma. */
function cellsWithCommas(line: Line): string[] {
  return textOf(line).match(/(?<![\d,.])[+-]?\d+(,\d+)+(?![\d,.])/g) ?? [];
}

/** Whether a line has a whole number below 1,000, which has no separator in either way of writing. */
function hasSmallNumber(line: Line): boolean {
  const [, ...cells] = textOf(line).replaceAll(/"[^"]*,[^"]*"/g, "quoted").split(",");
  return cells.some((cell) => /^ *"?\d{1,3}"? *$/.test(cell));
}

function textOf({ bytes, start, end }: Line): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}

function withoutQuotes(text: string): string {
  return text.trim().replace(/^"(.*)"$/, "$1").trim();
}
