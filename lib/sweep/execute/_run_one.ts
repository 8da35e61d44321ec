import { StorageError } from "../../errors.ts";
import type { Failure } from "../store/failure.ts";
import type { SweepObserver } from "./observer.ts";
import type { RunJob } from "../plan/run_job.ts";
import type { HangLimit } from "./_hang_limit.ts";
import { Watchdog } from "./watchdog.ts";
import type { WorkerProcess } from "./_worker_process.ts";

/** An attempt without a result. */
export interface LostAttempt {
  readonly failure: Failure;
  readonly error: string;
  readonly seconds: number;
  readonly startedAt: string;
}

/**
 * Has a worker execute a run, and ends it if it makes no progress.
 *
 * @returns Why there is no result; undefined once its record is on disk.
 * @throws {StorageError} If there was no room for its results.
 */
export async function runOne(
  worker: number,
  process: WorkerProcess,
  job: RunJob,
  { observer, hangLimit }: { readonly observer?: SweepObserver; readonly hangLimit: HangLimit },
): Promise<LostAttempt | undefined> {
  const startedAt = new Date().toISOString(), began = performance.now();
  const lost = (failure: Failure, error: string): LostAttempt => {
    return { failure, error, startedAt, seconds: (performance.now() - began) / 1000 };
  };
  const { configuration } = job;
  let limit = hangLimit.limit(configuration, process.fresh), hung = false;
  const watchdog = new Watchdog(() => {
    hung = true;
    process.kill();
  });
  watchdog.expect(limit);
  try {
    observer?.started?.(worker, job);
    await process.send(job);
    for (let message = await process.receive(); message; message = await process.receive()) {
      if (message.type === "epoch") {
        const seconds = watchdog.expect(limit = hangLimit.limit(configuration));
        // The first epoch includes the start of the process, its data and its graph.
        if (message.epoch > 1) hangLimit.measured(configuration, seconds);
        observer?.epoch?.(worker, job, message.epoch, message.loss);
      } else if (message.type === "error") {
        if (message.storage) throw new StorageError(message.error);
        return lost("error", message.error);
      } else if (message.type === "done") {
        observer?.finished?.(worker, message.record);
        return undefined;
      }
    }
    if (hung) {
      return lost("hung", `the run made no progress for ${Math.round(limit)} s and was ended`);
    }
    const { failure, error } = await process.ending();
    return lost(failure, error);
  } finally {
    watchdog.stop();
  }
}
