import { Buffer } from "node:buffer";
import pl from "nodejs-polars";
import { InputError } from "../../errors.ts";
import { unlessMissing } from "../../files.ts";
import { isIntact, type Marks, marksOf } from "./_marks.ts";

/** A table whose file is not what was written. */
export class DamagedTable extends InputError {
  readonly path: string;
  /** What is wrong with it. */
  readonly why: string;

  constructor(path: string, why: string, options?: ErrorOptions) {
    super(
      `Cannot read ${path}: it is damaged (${why}); where its folder has runs/, the \`deno task sweep\` that made it ` +
        "makes it anew; else copy it again",
      options,
    );
    this.path = path;
    this.why = why;
  }
}

/** A table that a sweep wrote: its file's bytes are read once, so that what is checked is what is parsed. */
export class TableFile {
  readonly path: string;
  /** What the file says of its content; null where an earlier version wrote it, which says nothing. */
  readonly marks: Marks | null;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #checked = false;

  /** @throws {DamagedTable} If it is no whole Parquet file. */
  constructor(path: string, bytes: Uint8Array<ArrayBuffer>) {
    this.path = path;
    this.#bytes = bytes;
    this.marks = this.#attempt(() => marksOf(bytes));
  }

  /**
   * Compares the content with its hash, where it has one.
   *
   * @throws {DamagedTable} If it is not what was written.
   */
  check(): void {
    if (this.#checked || this.marks === null) return;
    if (!this.#attempt(() => isIntact(this.#bytes))) {
      throw new DamagedTable(this.path, "its content does not match its hash");
    }
    this.#checked = true;
  }

  /**
   * The table.
   *
   * @param columns Those that are read. @default all
   * @throws {DamagedTable} If it is not what was written.
   */
  frame(columns?: string[]): pl.DataFrame {
    this.check();
    const { buffer, byteOffset, byteLength } = this.#bytes;
    const content = Buffer.from(buffer, byteOffset, byteLength);
    return this.#attempt(() => pl.readParquet(content, columns && { columns }));
  }

  /**
   * The table whenever it is asked for, parsed anew: those of many runs take much room. What is not what was written is refused
   * at once.
   *
   * @throws {DamagedTable} As {@linkcode TableFile.frame} does.
   */
  later(): () => pl.DataFrame {
    if (this.marks === null) this.frame(); // it has no hash: damage shows when it is parsed
    else this.check();
    return () => this.frame();
  }

  #attempt<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      throw new DamagedTable(this.path, (error as Error).message, { cause: error });
    }
  }
}

/**
 * Opens a table that a sweep wrote.
 *
 * @returns Null if there is no such file.
 * @throws {DamagedTable} If it is no whole Parquet file.
 */
export function openTable(path: string): TableFile | null {
  const bytes = unlessMissing(() => Deno.readFileSync(path), null);
  return bytes && new TableFile(path, bytes);
}
