import { plural } from "../../format/plural.ts";
import type { QueuedTask } from "./_queue.ts";

/** What to do about reasons for which Slurm starts a task late or never, https://slurm.schedmd.com/job_reason_codes.html. */
const REMEDIES: readonly (readonly [reason: RegExp, remedy: (jobs: string) => string])[] = [
  [/^JobHeldUser/, (jobs) => `held by a user: \`scontrol release ${jobs}\` lets them start`],
  [/^JobHeldAdmin/, () => "held by an administrator of the cluster, who alone can release them"],
  [
    /^Partition(Time|Node)Limit/,
    () => "more than the partition allows: cancel them (--slurm-cancel), then ask for less",
  ],
  [
    /^Partition(Down|Inactive)/,
    () => "the partition starts nothing now: wait, or cancel them and name another (`sinfo`)",
  ],
  [
    /^(BadConstraints|ReqNodeNotAvail|Node|.*DOWN, DRAINED)/,
    () => "no node that they ask for is at work: wait, or cancel them and ask for others (`sinfo`)",
  ],
  [
    /^(Assoc|QOS|Max|Invalid)/,
    () =>
      "a limit of your account: they start when other jobs end, if they ask for no more than it",
  ],
  [/^DependencyNeverSatisfied/, () => "they never start: cancel them (--slurm-cancel)"],
];

/** Says why tasks wait, once they have for some time, and again only for another reason. */
export class Waiting {
  readonly #limit: number;
  readonly #since = new Map<string, number>();
  readonly #said = new Set<string>();

  /** @param limit Milliseconds that a task may wait without a word. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * What is to be said now.
   *
   * @param tasks Tasks that Slurm has not started.
   * @param now In milliseconds.
   */
  notes(tasks: readonly QueuedTask[], now: number): string[] {
    const byReason = Map.groupBy(tasks, ({ reason }) => reason);
    for (const reason of [...this.#since.keys()]) {
      if (!byReason.has(reason)) this.#since.delete(reason);
    }
    for (const reason of byReason.keys()) {
      if (!this.#since.has(reason)) this.#since.set(reason, now);
    }
    return [...byReason].flatMap(([reason, waiting]) => {
      const waited = now - this.#since.get(reason)!;
      if (waited < this.#limit || this.#said.has(reason)) return [];
      this.#said.add(reason);
      const jobs = [...new Set(waiting.map(({ job }) => job))].join(",");
      const [, remedy] = REMEDIES.find(([pattern]) => pattern.test(reason)) ?? [];
      return [
        `Slurm: ${plural(waiting.length, "task of job", "tasks of job")} ${jobs} ${
          waiting.length === 1 ? "has" : "have"
        } waited ${Math.round(waited / 1000)} s to be started: ${reason} (${
          remedy ? remedy(jobs) : "they start when it is their turn"
        })`,
      ];
    });
  }
}
