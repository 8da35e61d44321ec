import { childrenOf, running, signalTo, stopped } from "../faults/_processes.ts";
import { atWork } from "../faults/_sweep.ts";
import { until } from "../_until.ts";

/** Programs of array tasks that work in a folder. */
export function taskPrograms(folder: string): number[] {
  return running("slurm/task.ts", folder);
}

/** Whether a program was started on a node: all of them share this machine. */
export function runsOn(program: number, node: "first" | "second"): boolean {
  const environment = Deno.readTextFileSync(`/proc/${program}/environ`).split("\0");
  return environment.includes(`SLURMD_NODENAME=${node}`);
}

/** A task's program and its workers, as far as they live. */
export function wholeTask(program: number): number[] {
  return [program, ...childrenOf(program)];
}

/** Stops a worker in the middle of a run, as soon as there is one. */
export async function stopWorker(folder: string): Promise<{ readonly pid: number }> {
  let worker: number | undefined;
  await until(async () => {
    const [one] = atWork(folder);
    if (!one) return false;
    signalTo(one.pid, "SIGSTOP");
    await until(() => stopped(one.pid), 10);
    const same = atWork(folder).some(({ pid, run }) => pid === one.pid && run === one.run);
    if (same) worker = one.pid;
    else signalTo(one.pid, "SIGCONT"); // it had just finished that one
    return same;
  }, 60);
  return { pid: worker! };
}
