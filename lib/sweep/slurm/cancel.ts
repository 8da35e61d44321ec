import { InputError } from "../../errors.ts";
import { writeWhole } from "../../files.ts";
import { slurmCommand } from "./_command.ts";
import { cancelledMark } from "./_files.ts";
import { readSubmissions } from "./_ledger.ts";
import { queuedTasks, taskEnd } from "./_queue.ts";

/** Seconds that scancel may take. */
const COMMAND_TIMEOUT = 60;

/**
 * Cancels the jobs that a sweep has in Slurm. A sweep that is watching them ends; finished runs are kept.
 *
 * @param folder The result folder, as an absolute path.
 * @returns The numbers of the cancelled jobs; none if Slurm has none of this folder's.
 * @throws {InputError} If Slurm does not answer or refuses.
 */
export async function cancelSlurmJobs(folder: string): Promise<string[]> {
  const submissions = [...readSubmissions(folder).values()];
  if (!submissions.length) return [];
  const tasks = await queuedTasks(submissions.map(({ name }) => name));
  if (typeof tasks === "string") throw new InputError(`Cannot cancel: ${tasks}; try again`);
  const active = tasks.filter((task) => !taskEnd(task));
  const names = new Set(active.map(({ name }) => name));
  // Slurm may forget how a job ended before the sweep that watches it asks.
  for (const { tag, name } of submissions) {
    if (names.has(name)) writeWhole(cancelledMark(folder, tag), "");
  }
  const jobs = [...new Set(active.map(({ job }) => job))];
  if (!jobs.length) return [];
  const answer = await slurmCommand("scancel", jobs, COMMAND_TIMEOUT);
  if (!answer.ok) throw new InputError(`Cannot cancel: ${answer.problem}; try again`);
  return jobs;
}
