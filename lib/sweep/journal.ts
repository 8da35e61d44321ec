import { hostname } from "node:os";
import { storing } from "../errors.ts";
import type { RunRecord } from "./record.ts";
import { formatLine, type LineKind } from "./_journal_line.ts";
import { collectRecords, type JournalContent } from "./_journal_files.ts";
import { tryLock } from "./_locking.ts";
import { writeAll } from "./_write_all.ts";

export type { JournalContent } from "./_journal_files.ts";

/**
 * A file of finished runs that one process appends to. Each line is JSON with a checksum, and on disk
 * before `append` returns. No two processes write one file, so nothing has to be waited for, on network
 * file systems too. The file is locked while its process lives, which tells `readOutcomes` that it does.
 *
 * @example
 * ```ts
 * import { JournalWriter, readJournals } from "./journal.ts";
 * import { failedRecord, type Execution } from "./record.ts";
 * const folder = Deno.makeTempDirSync();
 * using journal = new JournalWriter(folder);
 * journal.append(failedRecord({ run: "a" } as Execution, "no reason", 0));
 * if (readJournals(folder).records.length !== 1) throw new Error("lost");
 * ```
 */
export class JournalWriter {
  readonly #folder: string;
  #file: Deno.FsFile | undefined;
  /** Where the last whole line ends. */
  #end = 0;

  /** @param folder Where the file is made when the first record comes. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Keeps a record.
   *
   * @throws {StorageError} If there is no room for it; the file is then as it was before.
   */
  append({ history, ...record }: RunRecord): void {
    // The history comes last, so that readers of the rest may stop before it.
    this.#write("record", JSON.stringify({ ...record, history }));
    storing(this.#folder, () => this.#file!.syncDataSync());
  }

  /** Notes that a run begins. Not flushed: it serves those who ask how far a sweep is. */
  begin(run: string): void {
    this.#write("started", JSON.stringify(run));
  }

  #write(kind: LineKind, content: string): void {
    const line = formatLine(kind, content);
    storing(this.#folder, () => {
      const file = this.#file ??= openNew(this.#folder);
      file.seekSync(this.#end, Deno.SeekMode.Start);
      try {
        writeAll(file, line);
      } catch (error) {
        file.truncateSync(this.#end); // a torn line would spoil the next one
        throw error;
      }
      this.#end += line.length;
    });
  }

  [Symbol.dispose](): void {
    this.#file?.close();
    this.#file = undefined;
  }
}

/** A journal of this process's own: no name is used twice, and it is locked. */
function openNew(folder: string): Deno.FsFile {
  Deno.mkdirSync(folder, { recursive: true });
  const name = `${hostname().replace(/[^\w.-]/g, "_")}-${Deno.pid}-${Date.now()}`;
  for (let copy = 0;; copy++) {
    try {
      const path = `${folder}/${name}${copy ? `-${copy}` : ""}.jsonl`;
      const file = Deno.openSync(path, { createNew: true, write: true });
      tryLock(file);
      return file;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

/**
 * Reads every journal of a folder; an absent folder holds nothing.
 *
 * @returns One record per run, and what was damaged.
 * @throws {Error} If a record's format is newer than this program.
 *
 * @example
 * ```ts
 * import { readJournals } from "./journal.ts";
 * if (readJournals("no/such/folder").records.length !== 0) throw new Error("unexpected record");
 * ```
 */
export function readJournals(folder: string): JournalContent {
  return collectRecords(folder, parseRecord).content;
}

function parseRecord(content: Uint8Array): RunRecord {
  return JSON.parse(new TextDecoder().decode(content));
}
