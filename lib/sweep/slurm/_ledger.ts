import { storing } from "../../errors.ts";
import { unlessMissing } from "../../files.ts";
import { makeFolder } from "../../files/make_folder.ts";
import { openOwn } from "../../files/open_own.ts";
import { writeAll } from "../../files/write_all.ts";
import { slurmFolder } from "./_files.ts";

/** What was done about an array job, in the order in which it was done. */
export type LedgerEntry =
  /** Before sbatch is called: from now on such a job may exist. */
  | {
    readonly type: "submitting";
    readonly tag: string;
    readonly name: string;
    readonly tasks: number;
  }
  | { readonly type: "submitted"; readonly tag: string; readonly job: string }
  /** Its runs were given to other tasks: should the task (all of them where null) still start, it does nothing. */
  | { readonly type: "released"; readonly tag: string; readonly task: number | null };

/** An array job that may exist. */
export interface Submission {
  readonly tag: string;
  /** The job's name, which holds the tag. */
  readonly name: string;
  readonly tasks: number;
  /** Its number; null when the coordinator ended before it knew it. */
  job: string | null;
  /** Tasks whose runs were given to others. */
  readonly released: Set<number>;
}

/** slurm/jobs.jsonl: what was submitted. Written by the one process that holds the folder's lock. */
export class Ledger implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;

  /** @param folder The result folder. */
  constructor(folder: string) {
    makeFolder(slurmFolder(folder));
    this.#path = ledgerPath(folder);
    this.#file = openOwn(this.#path);
    this.#cutTornLine();
  }

  /** The entry is on disk when this returns. */
  write(entry: LedgerEntry): void {
    const line = JSON.stringify({ ...entry, at: new Date().toISOString() });
    storing(this.#path, () => {
      writeAll(this.#file, new TextEncoder().encode(`${line}\n`));
      this.#file.syncDataSync();
    });
  }

  /** Otherwise the next entry would be appended to the line that an earlier process left unfinished. */
  #cutTornLine(): void {
    const end = Deno.readFileSync(this.#path).lastIndexOf(10) + 1;
    this.#file.truncateSync(end);
    this.#file.seekSync(end, Deno.SeekMode.Start);
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

function ledgerPath(folder: string): string {
  return `${slurmFolder(folder)}/jobs.jsonl`;
}

/** The array jobs of a folder that may exist, by tag; complete lines only, so that it may be read at any time. */
export function readSubmissions(folder: string): Map<string, Submission> {
  const found = new Map<string, Submission>();
  for (const line of ledgerLines(folder)) {
    const entry: LedgerEntry = JSON.parse(line), known = found.get(entry.tag);
    if (entry.type === "submitting") {
      const { tag, name, tasks } = entry;
      found.set(tag, { tag, name, tasks, job: null, released: new Set() });
    } else if (!known) continue; // crossed off: earlier versions may have learnt its number after that
    else if (entry.type === "submitted") known.job = entry.job;
    else if (entry.task === null) found.delete(entry.tag);
    else known.released.add(entry.task);
  }
  return found;
}

function ledgerLines(folder: string): string[] {
  const read = () => Deno.readTextFileSync(ledgerPath(folder)).split("\n").slice(0, -1);
  return unlessMissing(read, []);
}
