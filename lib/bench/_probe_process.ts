/**
 * The process in which engines are timed: its thread counts are its environment's, its task the first
 * argument; each result is a line of JSON.
 *
 * @module
 */
import { loadTensorFlow } from "../tensorflow/load.ts";
import type { ProbeTask } from "./probe.ts";
import { timeStarts } from "./start.ts";
import { timeSteps } from "./steps.ts";

if (import.meta.main) {
  const { kind, threads, ...task }: ProbeTask = JSON.parse(Deno.args[0]!);
  await loadTensorFlow({ backend: "tensorflow" });
  const results = kind === "steps"
    ? timeSteps(task as Extract<ProbeTask, { kind: "steps" }>, threads)
    : timeStarts(task as Extract<ProbeTask, { kind: "start" }>, threads);
  for (const result of results) console.log(JSON.stringify(result));
}
