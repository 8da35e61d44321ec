import type { ExecutorOptions, ResultStore } from "./executor.ts";
import type { WorkerSetup } from "./protocol.ts";

/** What the workers of a result folder are given. */
export function workerSetup(
  { engine, backend, threads, models }: Pick<
    ExecutorOptions,
    "engine" | "backend" | "threads" | "models"
  >,
  { folder, saveModels }: Pick<ResultStore, "folder" | "saveModels">,
): WorkerSetup {
  return {
    engine,
    backend,
    threads,
    models,
    runsFolder: `${folder}/runs`,
    modelsFolder: saveModels ? `${folder}/models` : null,
  };
}
