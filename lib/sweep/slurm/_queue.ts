import { type SlurmAnswer, slurmCommand } from "./_command.ts";

/** Seconds that squeue may take. */
const COMMAND_TIMEOUT = 30;

/** What Slurm says about an array task; `reason` is why it waits. */
export interface QueuedTask {
  /** The array job's number. */
  readonly job: string;
  readonly name: string;
  /** Null for all that waited of an array that was cancelled as a whole. */
  readonly task: number | null;
  readonly state: string;
  readonly reason: string;
}

/** How a task ended, where Slurm still knows it. */
export type TaskEnd = "cancelled" | "preempted" | "timeout" | "ended";

const ENDS: Readonly<Record<string, TaskEnd>> = {
  CANCELLED: "cancelled",
  REVOKED: "cancelled",
  PREEMPTED: "preempted",
  TIMEOUT: "timeout",
  DEADLINE: "timeout",
  COMPLETED: "ended",
  FAILED: "ended",
  BOOT_FAIL: "ended",
  NODE_FAIL: "ended",
  OUT_OF_MEMORY: "ended",
};

/** How a task in this state ended; undefined for one that may still run, whatever its state is called. */
export function taskEnd({ state }: QueuedTask): TaskEnd | undefined {
  return ENDS[state];
}

/**
 * Asks for the tasks of some jobs by their names, which works without accounting and before a job's number
 * is known. A job that Slurm has forgotten is not among them.
 *
 * @returns The tasks, or why they are not known, in words.
 */
export async function queuedTasks(names: readonly string[]): Promise<QueuedTask[] | string> {
  const args = ["--noheader", "--array", "--states=all", `--name=${names.join(",")}`];
  const answer = await slurmCommand(
    "squeue",
    [...args, "--format=%F|%K|%T|%j|%r"],
    COMMAND_TIMEOUT,
  );
  return readQueue(answer);
}

function readQueue(answer: SlurmAnswer): QueuedTask[] | string {
  if (!answer.ok) return answer.problem;
  const tasks: QueuedTask[] = [];
  for (const line of answer.text.split("\n")) {
    if (line.trim() === "") continue;
    const [, job, task, state, name, reason] =
      /^\s*(\d+)\|(\d+|N\/A)\|([A-Z_]+)\|([^|]*)\|(.*)$/.exec(line) ?? [];
    if (!job) return `squeue printed something other than a list of tasks: ${line.slice(0, 80)}`;
    tasks.push({
      ...{ job, state: state!, name: name!, reason: reason! },
      task: task === "N/A" ? null : Number(task),
    });
  }
  return tasks;
}

/** The default of Slurm's own MaxArraySize. */
const DEFAULT_MAX_ARRAY_SIZE = 1001;

/** How many tasks an array job may have here: MaxArraySize is one above the largest index. */
export async function maxArraySize(): Promise<number> {
  const answer = await slurmCommand("scontrol", ["show", "config"], COMMAND_TIMEOUT);
  const size = answer.ok && /^MaxArraySize\s*=\s*(\d+)/m.exec(answer.text)?.[1];
  return size ? Math.max(1, Number(size)) : DEFAULT_MAX_ARRAY_SIZE;
}
