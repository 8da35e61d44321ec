import type { FileHead } from "../file_head.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import type { Notice } from "../notices.ts";
import type { ReadOptions, TableFormat, TableReceiver } from "../table.ts";

/** Cancer types by sample id, the column they were taken from, and what was counted. */
export interface SampleTypes {
  readonly cancerTypes: ReadonlyMap<string, string>;
  readonly column: string;
  readonly report: readonly Notice[];
}

/** A kind of file that expression matrices come in. */
export interface DataFormat {
  /** As messages call it. */
  readonly name: string;
  /** How its files' names end, without a dot. */
  readonly endings: readonly string[];
  /** Whether a file that begins so, or a folder that holds this, is one. */
  recognize(head: FileHead): boolean;
  /**
   * Whether its library may crash or hang on a damaged file: then a separate process reads the file first.
   */
  readonly isNative: boolean;
  /** Hands the table on, line by line, as the file stores it. @throws {InputError} If it cannot be read. */
  read(
    path: string,
    receiver: TableReceiver,
    notices: NoticeCounter,
    options?: ReadOptions,
  ): Promise<TableFormat>;
  /** Options of reading that it takes besides `onProgress`. @default {none} */
  readonly takes?: readonly (keyof ReadOptions)[];
  /** The cancer types that such a file has besides its numbers, or as a separate table; absent if it has none. */
  readonly types?: {
    /** @param column The one with the types. @default the first well-known name */
    read(path: string, column?: string): Promise<SampleTypes>;
    /** The types of the samples of a matrix, from the same file; undefined if it has no such column. */
    own(path: string, column: string | undefined, sample: string): Promise<SampleTypes | undefined>;
    /** Reads everything and keeps nothing, to see whether the library survives it. */
    check(path: string): Promise<void>;
  };
}
