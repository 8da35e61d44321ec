import type { FileHead } from "../file_head.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import type { PhenotypeTable } from "../phenotype/phenotype_table.ts";
import type { ReadOptions, TableFormat, TableReceiver } from "../table.ts";

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
  /** The files that are read for one that is given, or for a folder. @default {it alone} @throws {InputError} If one is missing. */
  files?(path: string): readonly string[];
  /** Options of reading that it takes besides `onProgress`. @default {none} */
  readonly takes?: readonly (keyof ReadOptions)[];
  /** What such a file may tell about samples, besides its numbers or as a table of its own; absent if nothing. */
  readonly phenotype?: {
    /** Whether a matrix in such a file brings a table of its own. */
    readonly isBesideMatrix: boolean;
    /**
     * Reads the table, or what finds its columns when they are asked for; undefined where this file has none.
     *
     * @param sample One of the samples of the matrix in the same file. @default the file is a table of its own
     */
    read(path: string, sample?: string): Promise<PhenotypeTable | undefined>;
    /** Reads everything and keeps nothing, to see whether the library survives it. */
    check?(path: string): Promise<void>;
  };
}
