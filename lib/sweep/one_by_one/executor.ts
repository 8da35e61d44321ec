import type { ExecutorKind } from "../execute/executor.ts";
import { LocalExecutor } from "../execute/local_executor.ts";

/** One run after another, in one worker process. */
export const oneByOne: ExecutorKind = {
  unit: "worker",
  workers: 1,
  cores: navigator.hardwareConcurrency,
  goesOn: null,
  open: (options) => new LocalExecutor({ ...options, workers: 1 }),
};
