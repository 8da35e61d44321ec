import { parseLine } from "./_journal_line.ts";
import { filesEnding, LineFollower } from "./line_follower.ts";
import type { RunRecord } from "./record.ts";

/** A run that more than one process finished, as when a lost machine's process kept running after all. */
export interface RepeatedRun {
  readonly run: string;
  /** Whether the results differ, which the same computation's never do. */
  readonly conflict: boolean;
  readonly hosts: readonly string[];
}

/** Reads records as other processes append them; each is given once. */
export class RecordFollower {
  readonly #folder: string;
  readonly #lines = new LineFollower();
  readonly #finished = new Map<string, { readonly result: string; readonly host: string }>();
  /** Runs that were finished more than once so far. */
  readonly repeated: RepeatedRun[] = [];

  /** @param folder The journals'. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Finished runs that were not told before; failed ones are not among them.
   *
   * @param since Journals that were last written before, in milliseconds since 1970, are left out.
   */
  *poll(since = 0): Generator<RunRecord> {
    for (const path of filesEnding(this.#folder, ".jsonl")) {
      if (since && Deno.statSync(path).mtime!.getTime() < since) continue;
      for (const line of this.#lines.read(path)) {
        const found = line.length ? parseLine(line) : "empty";
        if (typeof found === "string" || found.kind !== "record") continue; // told when results are read
        const record: RunRecord = JSON.parse(new TextDecoder().decode(found.content));
        if (record.status !== "failed" && this.#isFirst(record)) yield record;
      }
    }
  }

  #isFirst(record: RunRecord): boolean {
    const { run, host } = record, result = decisive(record), known = this.#finished.get(run);
    if (!known) this.#finished.set(run, { result, host });
    else this.repeated.push({ run, conflict: result !== known.result, hosts: [known.host, host] });
    return !known;
  }
}

/** What must be the same whoever trains a run. */
function decisive({ status, epochs, testLoss, testMse, validationLoss }: RunRecord): string {
  return JSON.stringify([status, epochs, testLoss, testMse, validationLoss]);
}
