import type { InputError } from "../../errors.ts";
import { isAnnotation } from "../annotation_names.ts";
import { cellAt, cellEnd, cellText, idText } from "../text/cells.ts";
import type { Line } from "../text/line.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import { RowParser } from "../text/row_parser.ts";
import type { TableReceiver } from "../table.ts";
import { badCell } from "./_bad_cell.ts";
import { DecimalMarks } from "./_decimal_marks.ts";
import { isTextCell } from "./_number_cell.ts";
import { ConstantTexts, textsInColumn } from "./_constant_texts.ts";
import { FirstColumn } from "./_first_column.ts";
import { RowEnds } from "./_row_ends.ts";
import { rowOfTexts } from "./_row_of_texts.ts";
import type { TextColumns } from "./_text_columns.ts";
import { type TextLayout, wrongWidth } from "./_text_layout.ts";
import { ThousandsPoints } from "./_thousands_points.ts";

/** Columns of texts that are looked at; where there are more, it is no table of numbers. */
const MOST_TEXTS = 100;

/** Rows that are read: those whose cell of a column is such. */
export interface OnlyRows {
  readonly column: string;
  readonly is: RegExp;
}

/** Hands on the rows of a text table, the header before the first of them. */
export class TextRows {
  /** The line of each row that was handed on. */
  readonly lines: number[] = [];
  readonly #path: string;
  readonly #receiver: TableReceiver;
  readonly #notices: NoticeCounter;
  readonly #table: TextLayout & TextColumns;
  readonly #width: number;
  readonly #skipped: Uint8Array;
  readonly #texts: ConstantTexts;
  readonly #ends: RowEnds;
  readonly #onlyRows: OnlyRows | undefined;
  readonly #marks: DecimalMarks | undefined;
  readonly #points: ThousandsPoints | undefined;
  #parser: RowParser | undefined;
  /** The columns that should hold numbers, and what is said where the first row has texts in all of them. */
  #numbers: readonly number[] = [];
  #textsAbove: InputError | undefined;
  /** Positions of the numbers of which none has been there so far. */
  #missing: number[] = [];
  readonly #first: FirstColumn;

  constructor(
    path: string,
    receiver: TableReceiver,
    notices: NoticeCounter,
    table: TextLayout & TextColumns & {
      readonly hasSemicolons: boolean;
      readonly onlyRows?: OnlyRows;
    },
  ) {
    this.#path = path;
    this.#receiver = receiver;
    this.#notices = notices;
    this.#table = table;
    this.#width = 1 + table.names.length + table.trailing;
    this.#skipped = table.skipped.slice();
    this.#texts = new ConstantTexts(path, table.names);
    this.#ends = new RowEnds(path, table, notices);
    this.#first = new FirstColumn(path, table);
    this.#onlyRows = table.onlyRows;
    if (table.hasSemicolons) this.#marks = new DecimalMarks(path, this.#skipped);
    else this.#points = new ThousandsPoints(path, this.#skipped);
  }

  /** Positions of the columns of numbers among those after the first. */
  get kept(): number[] {
    return this.#table.names.flatMap((_, at) => this.#skipped[at] === 1 ? [] : [at]);
  }

  get haveDecimalCommas(): boolean {
    return this.#marks?.areCommas ?? false;
  }

  /** Reads one. @throws {InputError} If it does not fit the header, or a cell is not a number. */
  read(line: Line): void {
    const first = cellEnd(this.#path, line, line.start, 1);
    if (first === line.end) throw wrongWidth(this.#path, line, 1, this.#width);
    const id = this.#idOf(line, first);
    if (isAnnotation(id)) return this.#receiver.leaveOut("lines", id);
    if (this.#isOther(line)) return this.#notices.add("other-entries", id);
    const isFirst = this.#parser === undefined,
      parser = this.#parser ??= this.#begin(line, first, id);
    if (this.#textsAbove && !isFirst) this.#checkTextsAbove(line, this.#textsAbove);
    this.#texts.check(line);
    this.#parse(parser, line, first, id);
    if (parser.cells + 1 !== this.#width) {
      throw wrongWidth(this.#path, line, parser.cells + 1, this.#width);
    }
    this.#ends.check(line);
    this.#points?.check(line, first + 1, parser.values);
    if (parser.missing > 0) {
      const place = `line ${line.number}, column ${parser.firstMissing + 2}`;
      this.#notices.add("missing-cells", place, parser.missing);
    }
    const { values } = parser, isMissing = (at: number) => Number.isNaN(values[at]);
    if (isFirst) this.#missing = Array.from(values.keys()).filter(isMissing);
    else if (this.#missing.length > 0) this.#missing = this.#missing.filter(isMissing);
    const ofFirst = this.#table.ids < 0 ? id : cellText(line.bytes, line.start, first) ?? "";
    this.#first.take(ofFirst, id, this.lines.length);
    this.#receiver.line(id, values, parser.missing);
    this.lines.push(line.number);
  }

  /** Checks what only all rows together tell. @throws {InputError} If that is wrong. */
  finish(): void {
    this.#texts.finish();
    this.#marks?.finish();
    this.#points?.finish();
    this.#first.finish();
    this.#ends.finish(this.lines);
  }

  #parse(parser: RowParser, line: Line, first: number, id: string): void {
    const read = this.#marks?.inPoints(line, first + 1) ?? line;
    parser.parse(read.bytes, first + 1 - line.start + read.start, read.end, read.delimiter);
    if (!parser.bad) return;
    const { cell, from, to } = parser.bad, moved = line.start - read.start;
    const text = cellText(line.bytes, from + moved, to + moved) ?? "";
    if (isTextCell(text) && this.#missing.includes(this.kept.indexOf(cell))) {
      throw textsInColumn(this.#path, cell, this.#table.names[cell]!, [text]);
    }
    const place = { line, from: from + moved, to: to + moved, column: cell + 2, rowName: id };
    throw badCell(this.#path, {
      ...place,
      columnName: this.#table.names[cell] ?? "beyond the header",
    });
  }

  /** A first row of texts is one of a table of texts where the second is so, too. */
  #checkTextsAbove(line: Line, error: InputError): void {
    if (!rowOfTexts(this.#path, line, this.#numbers)) throw error;
    this.#textsAbove = undefined;
  }

  /** Finds the columns of texts in the first row, and hands on the header. */
  #begin(line: Line, first: number, id: string): RowParser {
    const { names, leftOut } = this.#table, texts: string[] = [];
    this.#numbers = this.kept;
    this.#textsAbove = rowOfTexts(this.#path, line, this.#numbers);
    for (;;) {
      const parser = new RowParser(this.#skipped.length, this.#skipped);
      try {
        this.#parse(parser, line, first, id);
      } catch (error) {
        const { bad } = parser;
        if (!bad || texts.length === MOST_TEXTS || bad.cell >= names.length) {
          throw this.#textsAbove ?? error;
        }
        if (!this.#texts.take(line, bad.cell, error as Error)) throw error;
        this.#skipped[bad.cell] = 1;
        texts.push(names[bad.cell]!);
        continue;
      }
      for (const name of [...leftOut, ...texts]) this.#receiver.leaveOut("across", name);
      this.#receiver.header(this.kept.map((at) => names[at]!));
      return parser;
    }
  }

  /** Whether only other rows are read. */
  #isOther(line: Line): boolean {
    if (!this.#onlyRows) return false;
    const { column, is } = this.#onlyRows, at = this.#table.names.indexOf(column);
    return !is.test(cellText(line.bytes, ...cellAt(this.#path, line, at + 1)) ?? "");
  }

  /** The id of a row: from the column that has the ids; of Entrez where it has none. */
  #idOf(line: Line, first: number): string {
    const { ids, otherIds } = this.#table, path = this.#path;
    const [from, to] = ids < 0 ? [line.start, first] as const : cellAt(path, line, ids + 1);
    if (otherIds >= 0 && cellText(line.bytes, from, to) === "") {
      const id = cellText(line.bytes, ...cellAt(path, line, otherIds + 1));
      if (id) {
        this.#notices.add("entrez-ids", id);
        return id;
      }
    }
    return idText(path, line, from, to, ids + 2);
  }
}
