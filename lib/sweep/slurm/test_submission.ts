import { InputError } from "../../errors.ts";
import type { ExecutorOptions } from "../execute/executor.ts";
import type { SlurmSettings } from "../plan/slurm_settings.ts";
import { slurmCommand } from "./_command.ts";
import { maxArraySize } from "./_queue.ts";
import { optionsOf, usualOptions } from "./_submit.ts";

/** Seconds that sbatch may take. */
const COMMAND_TIMEOUT = 60;

/** Years ahead that Slurm plans for nothing that can start: it then names a time after thousands of them. */
const HORIZON = 5;

/**
 * Asks `sbatch --test-only` for the array jobs that a sweep would submit; nothing is submitted.
 *
 * @returns When the first of them would start, in words.
 * @throws {InputError} If Slurm would refuse them, or is not here.
 */
export async function testSubmission(
  { workers, threads, device }: Pick<ExecutorOptions, "workers" | "threads" | "device">,
  { sbatch = {} }: SlurmSettings = {},
): Promise<string> {
  const last = Math.min(workers, await maxArraySize()) - 1;
  const options = {
    ...usualOptions({ threads, device, sbatch }),
    ...sbatch,
    array: `0-${last}`,
    wrap: "true",
  };
  const answer = await slurmCommand(
    "sbatch",
    ["--test-only", ...optionsOf(options)],
    COMMAND_TIMEOUT,
  );
  if (!answer.ok) {
    throw new InputError(
      `Slurm would refuse these jobs: ${answer.problem}; change the --slurm options, or use --executor local`,
    );
  }
  const [, at, year, partition] =
    /to start at ((\d+)-\S+) .*in partition (\S+)/.exec(answer.errors) ?? [];
  if (at === undefined) return `takes these jobs: ${answer.errors || "it says no more"}`;
  const state = await partitionState(partition!);
  if (state !== "UP") {
    return `takes these jobs, but partition ${partition} is ${state}: it starts none`;
  }
  return Number(year) > new Date().getFullYear() + HORIZON
    ? `takes these jobs, but sees no time at which partition ${partition} starts them`
    : `would start at ${at} in partition ${partition}`;
}

/** `UP` where it starts jobs, or where Slurm does not say; sbatch's test does not look at it. */
async function partitionState(name: string): Promise<string> {
  const answer = await slurmCommand("scontrol", ["show", "partition", name], COMMAND_TIMEOUT);
  return answer.ok && /\bState=(\S+)/.exec(answer.text)?.[1] || "UP";
}
