import { totalmem } from "node:os";
import process from "node:process";
import { InputError } from "../errors.ts";
import { unlessMissing } from "../files.ts";

/** Of the machine's memory, the rest being for the program itself and others. */
const SHARE = 0.75;
/** Bytes of a number: as it is read, and turned over to samples × genes. */
const NUMBER = 8;
/** How many times as large as its matrix a file may be: numbers of many digits, and several matrices in one file. */
const LARGEST_FILE = 8;
/** Bytes of an entry of a sparse matrix that is read in any order. */
const ENTRY = 20;
/** Bytes of an id besides its characters: in lists, in the maps that find it, and what is noted of its line. */
const ID = 256;
/** More than any side of a table has: a map of ids holds 2^24 at most, and the heap fewer. */
const MOST_IDS = 2 ** 22;

/** Gigabytes (10^9 bytes) that reading may take where nothing else is said: three quarters of what this process may have. */
export function defaultMaxMemory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity) * SHARE / 1e9;
}

/** What is counted of a table while it is read, against `--max-memory`. */
export interface MemoryOptions {
  /**
   * Gigabytes that reading a file may take: 8 bytes for each number, ids, and what a format's library takes.
   *
   * @default {three quarters of the machine's memory, or of what its control group allows}
   */
  readonly maxMemory?: number;
}

/** Refuses a table whose numbers exceed the memory; `cannot` begins the message. */
export function requireMemory(
  cannot: string,
  rows: number,
  columns: number,
  { maxMemory = defaultMaxMemory(), streams = false }: MemoryOptions & {
    /** Whether one row or column is kept at a time. @default {false} */
    readonly streams?: boolean;
  } = {},
): void {
  const bytes = NUMBER * (streams ? Math.max(rows, columns) : rows * columns);
  if (bytes <= maxMemory * 1e9) return;
  throw new InputError(
    `${cannot}: ${rows} × ${columns} numbers take ${gigabytes(bytes)}, more than --max-memory ` +
      `(${
        gigabytes(maxMemory * 1e9)
      }); give fewer samples or genes, or a larger --max-memory on a machine that has it`,
  );
}

/**
 * Refuses a file that holds more than fits into memory, whatever is in it, before it is read for its hash.
 *
 * @throws {InputError} If its stored bytes are eight times as many as reading may take.
 */
export function requireSize(
  path: string,
  { maxMemory = defaultMaxMemory() }: MemoryOptions = {},
): void {
  const size = unlessMissing(() => Deno.statSync(path).size, 0); // reading it says that there is none
  if (size <= LARGEST_FILE * maxMemory * 1e9) return;
  throw new InputError(
    `Cannot read ${path}: the file has ${
      gigabytes(size)
    }, more than ${LARGEST_FILE} times --max-memory ` +
      `(${
        gigabytes(maxMemory * 1e9)
      }); give fewer samples or genes, or a larger --max-memory on a machine that has it`,
  );
}

/** Counts what is kept of a file whose size is known only at its end. */
export class MemoryCount {
  readonly #cannot: string;
  readonly #limit: number;
  #bytes = 0;
  #ids = 0;

  /** @param cannot Begins the message. */
  constructor(cannot: string, { maxMemory = defaultMaxMemory() }: MemoryOptions = {}) {
    this.#cannot = cannot;
    this.#limit = maxMemory * 1e9;
  }

  /** @throws {InputError} If these numbers exceed the memory with all that was counted before. */
  addNumbers(count: number): void {
    this.#add(NUMBER * count);
  }

  /** Counts entries of a sparse matrix: row, column and number of each, as read and then sorted. @throws {InputError} As above. */
  addEntries(count: number): void {
    this.#add(ENTRY * count);
  }

  /** @throws {InputError} If there are too many ids, or they exceed the memory with all that was counted before. */
  addId(id: string): void {
    if (++this.#ids > MOST_IDS) {
      throw new InputError(
        `${this.#cannot}: it has more than ${
          MOST_IDS.toLocaleString("en")
        } rows and columns; is this a table of genes and samples?`,
      );
    }
    this.#add(ID + id.length);
  }

  #add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= this.#limit) return;
    throw new InputError(
      `${this.#cannot}: what was read of it so far takes ${
        gigabytes(this.#bytes)
      }, more than --max-memory ` +
        `(${
          gigabytes(this.#limit)
        }); give fewer samples or genes, or a larger --max-memory on a machine that has it`,
    );
  }
}

/** Bytes for a message, such as "1.5 GB". */
export function gigabytes(bytes: number): string {
  const size = bytes / 1e9;
  return `${size < 1 ? Number(size.toPrecision(2)) : size.toFixed(size < 1e4 ? 1 : 0)} GB`;
}
