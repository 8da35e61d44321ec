import { local } from "./execute/local_executor.ts";
import { slurm } from "./slurm/executor.ts";

/**
 * Where runs can be executed, by the names that users choose by.
 *
 * @example
 * ```ts
 * import { EXECUTORS } from "./executors.ts";
 * if (EXECUTORS.slurm.unit !== "task") throw new Error("a cluster's runs are divided among array tasks");
 * ```
 */
export const EXECUTORS = { local, slurm } as const;

/** A name of {@linkcode EXECUTORS}. */
export type ExecutorName = keyof typeof EXECUTORS;
