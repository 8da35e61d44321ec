import { storing } from "../../errors.ts";
import { writeAll } from "../../files/write_all.ts";
import { filesEnding, LineFollower } from "../store/line_follower.ts";
import { tagFolder } from "./_files.ts";
import type { RunRecord } from "../store/record.ts";

/** What a task says while it works. Results are in the journals: this serves display and diagnosis. */
export type AttemptEvent =
  | { readonly type: "began"; readonly job: string; readonly host: string; readonly at: string }
  | { readonly type: "started"; readonly run: string }
  | {
    readonly type: "epoch";
    readonly run: string;
    readonly epoch: number;
    readonly loss: number | null;
  }
  | { readonly type: "retried"; readonly run: string; readonly error: string }
  | { readonly type: "finished"; readonly run: string }
  /** It failed for good: its retries are used up. */
  | { readonly type: "failed"; readonly record: RunRecord }
  | { readonly type: "signal"; readonly signal: string }
  | { readonly type: "ended" };

/** One task's file of events: each attempt, after a requeue too, has one of its own. */
export class AttemptWriter implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  /** Where the last whole event ends. */
  #end = 0;

  /** @param attempt Tells this attempt from others of the task, even from one that should have ended. */
  constructor(folder: string, tag: string, task: number, attempt: string) {
    this.#path = `${tagFolder(folder, tag)}/${task}.${attempt}.jsonl`;
    this.#file = storing(
      this.#path,
      () => Deno.openSync(this.#path, { createNew: true, append: true }),
    );
  }

  write(event: AttemptEvent): void {
    const line = new TextEncoder().encode(`${JSON.stringify(event)}\n`);
    storing(this.#path, () => {
      try {
        writeAll(this.#file, line);
      } catch (error) {
        this.#file.truncateSync(this.#end); // a torn line would spoil the next one
        throw error;
      }
      this.#end += line.length;
    });
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** An event and whose it is. */
export interface TaskEvent {
  readonly task: number;
  /** The attempt's file. */
  readonly attempt: string;
  readonly event: AttemptEvent;
}

/** Reads what the tasks of an array job say, each event once. */
export class AttemptFollower {
  readonly #folder: string;
  readonly #lines = new LineFollower();

  constructor(folder: string, tag: string) {
    this.#folder = tagFolder(folder, tag);
  }

  *poll(): Generator<TaskEvent> {
    for (const attempt of filesEnding(this.#folder, ".jsonl")) {
      const task = Number.parseInt(attempt.slice(this.#folder.length + 1));
      for (const line of this.#lines.read(attempt)) {
        yield { task, attempt, event: JSON.parse(new TextDecoder().decode(line)) };
      }
    }
  }
}
