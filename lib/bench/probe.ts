import { program } from "./_task.ts";
import { jsonLines } from "./json_lines.ts";
import type { LossesTask, PopulationLosses } from "./population_losses.ts";
import type { PopulationTask, PopulationTimes } from "./population_task.ts";
import type { StartTask, StartTimes } from "./start.ts";
import type { StepsTask, StepTimes } from "./steps.ts";
import type { DeviceOptions } from "../tensorflow/device.ts";
import { processEnvironment } from "../tensorflow/process_environment.ts";

/** What can be timed in a process of its own, and what comes of it, by the kind of the task. */
export interface Probes {
  readonly steps: readonly [StepsTask, StepTimes];
  readonly start: readonly [StartTask, StartTimes];
  readonly population: readonly [PopulationTask, PopulationTimes];
  readonly losses: readonly [LossesTask, PopulationLosses];
}

/** What a process of its own is to time, with how many threads, and on what. */
export type ProbeTask<Kind extends keyof Probes = keyof Probes> = {
  readonly [K in Kind]:
    & { readonly kind: K; readonly threads: number }
    & DeviceOptions
    & Probes[K][0];
}[Kind];

/**
 * Times something in a process of its own with a given number of threads: TensorFlow reads that number
 * only once, when it is loaded.
 *
 * @throws {Error} If the process fails; it has said why on standard error.
 */
export async function* probe<Kind extends keyof Probes>(
  task: ProbeTask<Kind>,
): AsyncGenerator<Probes[Kind][1]> {
  const [deno, ...args] = program("./_probe_process.ts", JSON.stringify(task));
  const process = new Deno.Command(deno!, {
    args,
    env: processEnvironment(task.threads),
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  yield* jsonLines<Probes[Kind][1]>(process.stdout);
  const { code } = await process.status;
  if (code !== 0) throw new Error(`Cannot time ${task.kind}: its process ended with code ${code}`);
}
