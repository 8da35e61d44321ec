import { writeWhole } from "../../files.ts";
import type { SlurmOptions } from "./_options.ts";
import { slurmCommand } from "./_command.ts";
import { tagFolder, writeTaskLists } from "./_files.ts";
import type { Ledger, Submission } from "./_ledger.ts";
import { batchScript } from "./_script.ts";
import type { RunJob } from "../plan/run_job.ts";
import { workerSetup } from "../execute/worker_setup.ts";

/** Seconds that sbatch may take. */
const COMMAND_TIMEOUT = 60;

/** Seconds before the time limit at which a task is warned, so that it starts no further run. */
const WARNING_TIME = 60;

/**
 * Submits an array job with a task for each list of runs. What is going to be submitted is written down first, and
 * the job's name holds a tag: whenever this process ends, a later one knows of the job or finds it.
 *
 * @returns The submission, or why Slurm refused it, in words.
 */
export async function submitArray(
  tasks: readonly (readonly RunJob[])[],
  options: SlurmOptions,
  ledger: Ledger,
): Promise<Submission | string> {
  const { folder, sbatch = {} } = options;
  const { threads, retries, hangTimeout, size } = options;
  const tag = crypto.randomUUID().slice(0, 8);
  const name = `${sbatch["job-name"] ?? "vae-sensitivity"}-${tag}`;
  const setup = workerSetup(options, options);
  writeTaskLists(
    folder,
    tag,
    tasks.map((jobs) => ({ setup, threads, retries, hangTimeout, size, jobs })),
  );
  const script = `${tagFolder(folder, tag)}/job.sh`;
  writeWhole(script, batchScript(folder, tag));
  ledger.write({ type: "submitting", tag, name, tasks: tasks.length });
  const args = sbatchArguments({ ...options, tag, name, tasks: tasks.length });
  const answer = await slurmCommand("sbatch", [...args, script], COMMAND_TIMEOUT);
  if (!answer.ok && !answer.unsure) {
    ledger.write({ type: "released", tag, task: null });
    return answer.problem;
  }
  // Without a number the job is found by its name, if there is one.
  const job = answer.ok ? /^\d+/.exec(answer.text)?.[0] ?? null : null;
  if (job) ledger.write({ type: "submitted", tag, job });
  return { tag, name, tasks: tasks.length, job, released: new Set() };
}

function sbatchArguments(
  { folder, tag, name, tasks, threads, device, sbatch = {} }: SlurmOptions & {
    readonly tag: string;
    readonly name: string;
    readonly tasks: number;
  },
): string[] {
  return optionsOf({
    ...usualOptions({ threads, device, sbatch }),
    output: outputPattern(tagFolder(folder, tag)),
    ...sbatch,
    parsable: true,
    array: `0-${tasks - 1}`,
    "job-name": name,
  });
}

/** Options of sbatch that ask for cards. */
const CARD_OPTIONS = ["gres", "gpus", "gpus-per-node", "gpus-per-socket", "gpus-per-task"];

/** What sbatch is asked for where the user does not ask otherwise. */
export function usualOptions(
  { threads, device, sbatch = {} }: Pick<SlurmOptions, "threads" | "device" | "sbatch">,
): Record<string, string | true> {
  const asksForCards = CARD_OPTIONS.some((name) => Object.hasOwn(sbatch, name));
  return {
    requeue: true,
    "open-mode": "append",
    "cpus-per-task": String(threads),
    ...device === "gpu" && !asksForCards && { gres: "gpu:1" },
    signal: `B:USR1@${WARNING_TIME}`,
  };
}

/** As sbatch takes them. */
export function optionsOf(options: Readonly<Record<string, string | true>>): string[] {
  return Object.entries(options).map(([option, value]) =>
    value === true ? `--${option}` : `--${option}=${value}`
  );
}

/** Where tasks' output goes: Slurm takes no path with a backslash as it is, and none is better than no task. */
function outputPattern(folder: string): string {
  return folder.includes("\\") ? "/dev/null" : `${folder.replaceAll("%", "%%")}/%a.txt`;
}
