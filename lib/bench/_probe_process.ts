/**
 * The process in which engines are timed: its thread counts are its environment's, its task the first
 * argument; each result is a line of JSON.
 *
 * @module
 */
import { loadTensorFlow } from "../tensorflow/load.ts";
import { populationLosses } from "./population_losses.ts";
import type { ProbeTask } from "./probe.ts";
import { timePopulations } from "./time_populations.ts";
import { timeStarts } from "./start.ts";
import { timeSteps } from "./steps.ts";

function results(task: ProbeTask): Iterable<unknown> | AsyncIterable<unknown> {
  if (task.kind === "steps") return timeSteps(task, task.threads);
  if (task.kind === "start") return timeStarts(task, task.threads);
  return task.kind === "population" ? timePopulations(task) : populationLosses(task);
}

if (import.meta.main) {
  const task: ProbeTask = JSON.parse(Deno.args[0]!), { device, precision } = task;
  await loadTensorFlow({ backend: "tensorflow", device, precision });
  for await (const result of results(task)) {
    console.log(JSON.stringify(result));
  }
}
