import { hostname } from "node:os";
import { InputError } from "../../errors.ts";
import { type DataSize, epochCost } from "../plan/cost.ts";
import type { RunConfiguration } from "../plan/grid.ts";
import type { RunJob } from "../plan/run_job.ts";
import { computation, failedRecord } from "../store/record.ts";
import type { Execution } from "./_execution.ts";

/**
 * Records a run as failed if this version cannot tell what it would take, as one with an option or an optimizer that it
 * does not know, from a list that another version wrote: the others are not to wait, or to end, for it.
 *
 * @returns Whether it did.
 */
export function recordUnknown(
  { run, configuration }: RunJob,
  { options: { size, ...options }, store, control }: Pick<
    Execution,
    "options" | "store" | "control"
  >,
): boolean {
  const problem = problemOf(configuration, size);
  if (problem === null) return false;
  const startedAt = new Date().toISOString(), host = hostname();
  const execution = { run, configuration, ...computation(options), host, startedAt };
  const record = failedRecord(execution, problem, 0, { failure: "error", attempt: 1 });
  store.journal.append(record);
  control.observer?.finished?.(0, record);
  return true;
}

function problemOf(configuration: RunConfiguration, size: DataSize): string | null {
  try {
    if (Number.isFinite(epochCost(configuration, size))) return null;
    return "Cannot tell what this run would take: an option is missing or no number";
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}
