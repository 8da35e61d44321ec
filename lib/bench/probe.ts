import { program } from "./_task.ts";
import { jsonLines } from "./json_lines.ts";
import type { StartTask, StartTimes } from "./start.ts";
import type { StepsTask, StepTimes } from "./steps.ts";
import { processEnvironment } from "../tensorflow/process_environment.ts";

/** What a process of its own is to time. */
export type ProbeTask =
  & { readonly threads: number }
  & (({ readonly kind: "steps" } & StepsTask) | ({ readonly kind: "start" } & StartTask));

/** What a task's results are. */
export type ProbeResult<Task extends ProbeTask> = Task extends { kind: "steps" } ? StepTimes
  : StartTimes;

/**
 * Times something in a process of its own with a given number of threads: TensorFlow reads that number
 * only once, when it is loaded.
 *
 * @throws {Error} If the process fails; it has said why on standard error.
 */
export async function* probe<Task extends ProbeTask>(
  task: Task,
): AsyncGenerator<ProbeResult<Task>> {
  const [deno, ...args] = program("./_probe_process.ts", JSON.stringify(task));
  const process = new Deno.Command(deno!, {
    args,
    env: processEnvironment(task.threads),
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  yield* jsonLines<ProbeResult<Task>>(process.stdout);
  const { code } = await process.status;
  if (code !== 0) throw new Error(`Cannot time ${task.kind}: its process ended with code ${code}`);
}
