import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { FORMAT } from "./identity.ts";
import type { RunRecord } from "./record.ts";

/** Hexadecimal digits of a record's checksum. */
const CHECKSUM_LENGTH = 16;

/** What a folder of journals holds. */
export interface JournalContent {
  /** One record per run: the first finished one, else the last failed one. */
  readonly records: readonly RunRecord[];
  /** Lines that could not be trusted: torn by an interruption or damaged since. */
  readonly damaged: readonly {
    readonly file: string;
    readonly line: number;
    readonly reason: string;
  }[];
}

/**
 * A file of finished runs that one process appends to. Each line is JSON with a checksum, and on disk
 * before `append` returns. No two processes write one file, so nothing has to be locked, on network
 * file systems too.
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

  /** @param folder Where the file is made when the first record comes. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  append(record: RunRecord): void {
    this.#file ??= this.#open();
    const text = JSON.stringify(record);
    const bytes = new TextEncoder().encode(`{"checksum":"${checksum(text)}","record":${text}}\n`);
    for (let written = 0; written < bytes.length;) {
      const count = this.#file.writeSync(bytes.subarray(written));
      if (count === 0) throw new Error(`Cannot write to ${this.#folder}: the disk is full`);
      written += count;
    }
    this.#file.syncDataSync();
  }

  #open(): Deno.FsFile {
    Deno.mkdirSync(this.#folder, { recursive: true });
    const name = `${hostname().replace(/[^\w.-]/g, "_")}-${Deno.pid}-${Date.now()}.jsonl`;
    return Deno.openSync(`${this.#folder}/${name}`, { createNew: true, write: true });
  }

  [Symbol.dispose](): void {
    this.#file?.close();
    this.#file = undefined;
  }
}

function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, CHECKSUM_LENGTH);
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
  const records = new Map<string, RunRecord>(), damaged: JournalContent["damaged"][number][] = [];
  for (const name of journalNames(folder)) {
    const file = `${folder}/${name}`, lines = Deno.readTextFileSync(file).split("\n");
    lines.forEach((line, i) => {
      if (line === "") return;
      const record = parse(line);
      if (typeof record === "string") damaged.push({ file, line: i + 1, reason: record });
      else if (record.format > FORMAT) {
        throw new Error(
          `Cannot read ${file}: its format ${record.format} is newer than this program's ${FORMAT}`,
        );
      } else if (replaces(record, records.get(record.run))) records.set(record.run, record);
    });
  }
  return { records: [...records.values()], damaged };
}

function journalNames(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name)
      .filter((name) => name.endsWith(".jsonl")).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** A finished run is final; a failed one gives way to any later one. */
function replaces(record: RunRecord, known: RunRecord | undefined): boolean {
  if (!known) return true;
  if (known.status !== "failed") return false;
  return record.status !== "failed" || record.startedAt >= known.startedAt;
}

/** The record of a line, or why there is none. */
function parse(line: string): RunRecord | string {
  const head = '{"checksum":"', middle = '","record":', start = head.length + CHECKSUM_LENGTH;
  const text = line.slice(start + middle.length, -1);
  if (!line.startsWith(head) || !line.startsWith(middle, start) || !line.endsWith("}")) {
    return "the line is torn";
  }
  if (checksum(text) !== line.slice(head.length, start)) return "its checksum does not match";
  return JSON.parse(text);
}
