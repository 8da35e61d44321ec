import type { Separator } from "./delimiter.ts";

/** One line of a table: bytes[start] up to before bytes[end], which is its (or an added) line break. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** From 1; of its first, where a quoted cell has line breaks. */
  readonly number: number;
  /** The byte between cells. */
  readonly delimiter: number;
  /** What the file has between cells; runs of blanks are handed on as one tab. */
  readonly separator: Separator;
}
