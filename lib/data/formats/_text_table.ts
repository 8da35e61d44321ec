import { InputError } from "../../errors.ts";
import { cellBounds, cellText, isBlank } from "../text/cells.ts";
import type { Separator } from "../text/delimiter.ts";
import type { Line } from "../text/line.ts";
import { eachLine } from "../text/lines.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import type { ReadOptions, RowsAre, TableFormat, TableReceiver } from "../table.ts";
import { isNumberCell } from "./_number_cell.ts";
import { type ColumnOptions, columnsOf } from "./_text_columns.ts";
import { layoutOf, type TextLayout } from "./_text_layout.ts";
import { type OnlyRows, TextRows } from "./_text_rows.ts";

const NUMBER_SIGN = 35;
/** Lines above a header that begin with a # at most. */
const MOST_COMMENTS = 100_000;
const DESCRIPTIONS: Readonly<Record<Separator, string>> = {
  tabs: "tab-separated text",
  commas: "CSV",
  semicolons: "CSV with semicolons",
  blanks: "blank-separated text",
};

/** Options of {@linkcode TextTable}. */
export interface TextTableOptions extends ColumnOptions {
  /** What was read, as a user calls it. @default {by what separates its cells} */
  readonly description?: string;
  /** Which rows are read: those whose cell of a column is such. @default {all} */
  readonly onlyRows?: OnlyRows;
  /** What the rows are where no id tells. @default {unknown} */
  readonly rowsByDefault?: RowsAre;
}

/** Streams a table of texts: its header, then one row after another; keeps no number. */
export async function readTextTable(
  path: string,
  receiver: TableReceiver,
  notices: NoticeCounter,
  { onProgress, ...options }: ReadOptions & TextTableOptions = {},
): Promise<TableFormat> {
  const table = new TextTable(path, receiver, notices, options);
  const onLatin1 = (cell: string) => notices.add("latin-1-text", cell);
  const isEnded = await eachLine(path, (line) => table.take(line), { onProgress, onLatin1 });
  const format = table.finish();
  if (!isEnded) notices.add("no-final-newline", path);
  return format;
}

/** Takes the lines of a table of texts: what is above its header, the header, its rows. */
export class TextTable {
  readonly #path: string;
  readonly #receiver: TableReceiver;
  readonly #notices: NoticeCounter;
  readonly #options: TextTableOptions;
  #blankLine = 0;
  /** The last line with a # above the header, which may be the header itself. */
  #comment: Line | undefined;
  #comments = 0;
  #header: Line | undefined;
  #layout: TextLayout & { readonly corner: string; readonly ids: number } | undefined;
  #rows: TextRows | undefined;

  constructor(
    path: string,
    receiver: TableReceiver,
    notices: NoticeCounter,
    options: TextTableOptions = {},
  ) {
    this.#path = path;
    this.#receiver = receiver;
    this.#notices = notices;
    this.#options = options;
  }

  /** Takes the next line. @throws {InputError} If it does not fit those before. */
  take(line: Line): void {
    if (isBlank(line)) return void (this.#blankLine ||= line.number);
    if (this.#blankLine > 0) {
      const example = `line ${this.#blankLine}`;
      this.#notices.add("blank-lines", example, line.number - this.#blankLine);
    }
    this.#blankLine = 0;
    if (this.#header) return this.#row(line, this.#header);
    if (isSeparatorLine(line)) return this.#notices.add("comment-lines", `line ${line.number}`);
    const above = this.#comment, isComment = line.bytes[line.start] === NUMBER_SIGN;
    if (!isComment && above && this.#isHeader(above, line)) {
      this.#header = above;
      return this.#row(line, above);
    }
    if (above) this.#notices.add("comment-lines", `line ${above.number}`);
    if (!isComment) this.#header = line;
    else {
      this.#comment = line;
      if (++this.#comments <= MOST_COMMENTS) return;
      throw new InputError(
        `Cannot read ${this.#path}: there is no table below its first ${
          MOST_COMMENTS.toLocaleString("en")
        } lines of comments (#)`,
      );
    }
  }

  /** What was read. @throws {InputError} If it is no table. */
  finish(): TableFormat {
    const path = this.#path, rows = this.#rows, layout = this.#layout;
    if (!this.#header && !this.#comment) {
      throw new InputError(`Cannot read ${path}: it holds nothing but blank lines`);
    }
    if (!rows || !layout || rows.lines.length === 0) {
      throw new InputError(`Cannot read ${path}: there is no row of numbers below the first row`);
    }
    rows.finish();
    if (layout.isShort) this.#notices.add("short-header", path);
    const { lines, kept } = rows, { corner, ids } = layout;
    const commas = rows.haveDecimalCommas ? " and decimal commas" : "";
    const { description, rowsByDefault } = this.#options;
    const chosen = { rows: "genes", why: `--gene-column ${corner}` } as const;
    return {
      description: description ?? DESCRIPTIONS[this.#header!.separator] + commas,
      linesAreRows: true,
      corner,
      rowsByDefault: ids >= 0 ? chosen : rowsByDefault,
      place: (line, across) => `line ${lines[line]}, column ${kept[across]! + 2}`,
      idPlace: (side, at) => side === "lines" ? `line ${lines[at]}` : `column ${kept[at]! + 2}`,
    };
  }

  #row(line: Line, header: Line): void {
    this.#rows ??= this.#begin(line, header);
    this.#rows.read(line);
  }

  #begin(row: Line, header: Line): TextRows {
    const layout = layoutOf(this.#path, header, row);
    const table = { ...layout, ...columnsOf(this.#path, layout, this.#options) };
    this.#layout = table;
    const hasSemicolons = row.separator === "semicolons";
    const { onlyRows } = this.#options;
    return new TextRows(this.#path, this.#receiver, this.#notices, {
      ...{ ...table, hasSemicolons, onlyRows },
    });
  }

  /** Whether a line with a # is the header of the one below: as many cells, and numbers below. */
  #isHeader(comment: Line, below: Line): boolean {
    const cells = cellBounds(this.#path, below);
    return cells.length > 1 && cellBounds(this.#path, comment).length === cells.length &&
      cells.slice(1).some(([from, to]) => isNumberCell(cellText(below.bytes, from, to) ?? ""));
  }
}

/** Whether a line only tells Excel what stands between cells: "sep=;". */
function isSeparatorLine({ bytes, start, end }: Line): boolean {
  return end - start < 10 &&
    /^"?sep=.?"?$/i.test(new TextDecoder().decode(bytes.subarray(start, end)).trimEnd());
}
