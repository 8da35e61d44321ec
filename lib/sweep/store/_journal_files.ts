import { FORMAT } from "../plan/identity.ts";
import { parseLine, readLines } from "./_journal_line.ts";
import { filesEnding } from "./line_follower.ts";
import type { RunRecord } from "./record.ts";

/** What a folder of journals holds. */
export interface JournalContent<Item = RunRecord> {
  /** One record per run: the first finished one, else the last failed one. */
  readonly records: readonly Item[];
  /** Lines that could not be trusted: torn by an interruption or damaged since. */
  readonly damaged: readonly {
    readonly file: string;
    readonly line: number;
    /** Where the line begins in its file, in bytes. */
    readonly offset: number;
    readonly reason: string;
  }[];
}

/** What decides which of a run's records counts. */
type Decisive = Pick<RunRecord, "run" | "status" | "startedAt" | "format" | "failure" | "attempt">;

/** Content, and the runs that each file says were begun, and of which it has no record. */
interface Collected<Item> {
  readonly content: JournalContent<Item>;
  readonly begun: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads all journals of a folder; `parse` makes a record of the bytes of one. */
export function collectRecords<Item extends Decisive>(
  folder: string,
  parse: (content: Uint8Array) => Item,
): Collected<Item> {
  const records = new Map<string, Item>(), begun = new Map<string, Set<string>>();
  const damaged: JournalContent["damaged"][number][] = [];
  for (const file of filesEnding(folder, ".jsonl")) {
    const open = new Set<string>();
    begun.set(file, open);
    let line = 0, offset = 0, next = 0;
    for (const bytes of readLines(file)) {
      line++;
      offset = next;
      next += bytes.length + 1;
      if (bytes.length === 0) continue;
      const found = parseLine(bytes);
      if (typeof found === "string") damaged.push({ file, line, offset, reason: found });
      else if (found.kind === "started") open.add(parseStarted(found.content));
      else {
        const record = checkFormat(parse(found.content), file);
        open.delete(record.run);
        if (replaces(record, records.get(record.run))) records.set(record.run, record);
      }
    }
  }
  return { content: { records: [...records.values()], damaged }, begun };
}

function parseStarted(content: Uint8Array): string {
  return JSON.parse(new TextDecoder().decode(content));
}

/** Refuses records of newer formats, and gives older ones the fields they lacked. */
function checkFormat<Item extends Decisive>(record: Item, file: string): Item {
  if (record.format > FORMAT) {
    throw new Error(
      `Cannot read ${file}: its format ${record.format} is newer than this program's ${FORMAT}`,
    );
  }
  if (record.failure !== undefined) return record;
  const failed = record.status === "failed";
  return { ...record, failure: failed ? "error" : null, attempt: failed ? 1 : null };
}

/** A finished run is final; a failed one is replaced by any later one. */
function replaces(record: Decisive, known: Decisive | undefined): boolean {
  if (!known) return true;
  if (known.status !== "failed") return false;
  return record.status !== "failed" || record.startedAt >= known.startedAt;
}
