import { hostname } from "node:os";
import { cardFailure } from "../../tensorflow/card_failure.ts";
import { computation, failedRecord } from "../store/record.ts";
import type { Execution } from "./_execution.ts";
import type { EndedRun } from "./_worker_runs.ts";

/** A run that ended without a result. */
export type LostRun = EndedRun & Required<Pick<EndedRun, "lost">>;

/**
 * Says what becomes of runs that a worker's process lost: by itself, a run is recorded as failed, and tried again where it
 * may be; of several at once none is to blame yet.
 *
 * @param lost At least one.
 * @param process What the process worked on, and how many runs it trained at once at most.
 */
export function takeLost(
  worker: number,
  lost: readonly LostRun[],
  process: { readonly execution: Execution; readonly population: number },
): void {
  const { execution, population } = process, [first] = lost as [LostRun];
  if (population === 1) recordAttempt(worker, first, execution);
  else if (cardFailure(first.lost.error) === "memory") shrink(worker, lost, process);
  else separate(worker, lost, execution);
}

/** Every attempt is recorded, so that it is known afterwards what happened. */
function recordAttempt(worker: number, { job, lost }: LostRun, execution: Execution): void {
  const { queue, attempts, options, store, control: { observer }, population } = execution;
  const { run, configuration } = job, { failure, error, seconds, startedAt } = lost;
  const attempt = (attempts.get(run) ?? 0) + 1, host = hostname();
  const attempted = { run, configuration, ...computation(options), host, startedAt };
  const record = failedRecord(attempted, error, seconds, { failure, attempt });
  store.journal.append(record);
  attempts.set(run, attempt);
  if (attempt > options.retries) return observer?.finished?.(worker, record);
  if (population === 1) queue.add(job);
  else queue.addAlone(job);
  observer?.retried?.(worker, job, error);
}

/**
 * Runs were lost in a process that trains several, and another may be to blame: each is tried again in a process of its own,
 * and only what it does there counts against it.
 */
function separate(
  worker: number,
  ended: readonly LostRun[],
  { queue, control: { observer } }: Execution,
): void {
  const jobs = ended.map(({ job }) => job), [{ lost: { error } }] = ended as [LostRun];
  for (const job of jobs) queue.addAlone(job);
  if (jobs.length > 1) observer?.separated?.(worker, jobs, error);
  else observer?.retried?.(worker, jobs[0]!, error);
}

/**
 * A card, or a machine, has not the memory for the runs that a process trains at once: they are trained again with others,
 * half as many at once, and nothing counts against them.
 */
function shrink(
  worker: number,
  ended: readonly LostRun[],
  { execution, population }: { readonly execution: Execution; readonly population: number },
): void {
  const { queue, control: { observer } } = execution, half = Math.floor(population / 2);
  // The first to say so; the others of its process follow, each by itself.
  if (execution.population > half) {
    execution.population = half;
    const what = execution.options.device === "gpu" ? "the card" : "this machine";
    observer?.note?.(
      `${what} has too little memory for ${population} runs at once: going on with ${half}`,
    );
  }
  for (const { job, lost: { error } } of ended) {
    queue.add(job);
    observer?.retried?.(worker, job, error);
  }
}
