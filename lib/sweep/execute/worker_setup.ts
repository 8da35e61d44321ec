import type { ExecutorOptions, ResultStore } from "./executor.ts";
import type { WorkerSetup } from "./protocol.ts";

/** What the workers of a result folder are given. */
export function workerSetup(
  { engine, backend, device, precision, threads, population, models }: Pick<
    ExecutorOptions,
    "engine" | "backend" | "device" | "precision" | "threads" | "population" | "models"
  >,
  { folder, saveModels }: Pick<ResultStore, "folder" | "saveModels">,
): WorkerSetup {
  return {
    engine,
    backend,
    device,
    precision,
    threads,
    population,
    models,
    runsFolder: `${folder}/runs`,
    modelsFolder: saveModels ? `${folder}/models` : null,
  };
}
