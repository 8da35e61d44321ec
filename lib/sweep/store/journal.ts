import type { RunRecord } from "./record.ts";
import { collectRecords, type JournalContent } from "./_journal_files.ts";
import { LineFile } from "./_line_file.ts";

export type { JournalContent } from "./_journal_files.ts";

/**
 * A file of finished runs that one process appends to. Each line is JSON with a checksum, and on disk
 * before `append` returns. No two processes write one file, so nothing has to be waited for, on network
 * file systems too. The file is locked while its process lives, which tells `readOutcomes` that it does.
 */
export class JournalWriter {
  readonly #file: LineFile;

  /** @param folder Where the file is made when the first record comes. */
  constructor(folder: string) {
    this.#file = new LineFile(folder, ".jsonl");
  }

  /**
   * Keeps a record.
   *
   * @throws {StorageError} If there is no room for it; the file is then as it was before.
   */
  append({ history, ...record }: RunRecord): void {
    // The history comes last, so that readers of the rest may stop before it.
    this.#file.write("record", JSON.stringify({ ...record, history }));
    this.#file.flush();
  }

  /** Notes that a run begins. Not flushed: it serves those who ask how far a sweep is. */
  begin(run: string): void {
    this.#file.write("started", JSON.stringify(run));
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/**
 * Reads every journal of a folder; an absent folder holds nothing.
 *
 * @returns One record per run, and what was damaged.
 * @throws {Error} If a record's format is newer than this program.
 */
export function readJournals(folder: string): JournalContent {
  return collectRecords(folder, parseRecord).content;
}

function parseRecord(content: Uint8Array): RunRecord {
  return JSON.parse(new TextDecoder().decode(content));
}
