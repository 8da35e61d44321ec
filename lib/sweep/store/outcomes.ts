import { isLocked } from "../../files/locking.ts";
import { collectRecords, type JournalContent } from "./_journal_files.ts";
import type { RunRecord } from "./record.ts";

/** A finished run without its learning curves, which take most of a record. */
export type RunOutcome = Omit<RunRecord, "history">;

/** How every run of a folder ended, and which are under way. */
export interface Outcomes extends JournalContent<RunOutcome> {
  /** Runs that a living process has begun. */
  readonly running: readonly string[];
}

/**
 * Reads every journal of a folder as `readJournals` does, but without learning curves: folders of many runs
 * take little time and memory. Nothing is written, and no writer waits for it.
 *
 * @throws {Error} If a record's format is newer than this program.
 */
export function readOutcomes(folder: string): Outcomes {
  const { content, begun } = collectRecords(folder, parseOutcome);
  const running = [...begun].filter(([file, runs]) => runs.size > 0 && isLocked(file))
    .flatMap(([, runs]) => [...runs]);
  return { ...content, running };
}

const decoder = new TextDecoder();

/** Bytes in which nearly every record's fields before the learning curves end. */
const USUAL = 2048;

/** A record up to its learning curves, which come last. Quotes within text are escaped, so this is the key. */
function parseOutcome(content: Uint8Array): RunOutcome {
  for (const bytes of [content.subarray(0, USUAL), content]) {
    const text = decoder.decode(bytes), end = text.indexOf(',"history":{');
    if (end >= 0) return JSON.parse(`${text.slice(0, end)}}`);
  }
  throw new SyntaxError(`Cannot read a record: it has no history: ${decoder.decode(content)}`);
}
