/**
 * The environment of a process that computes with so many threads: TensorFlow reads it once, when it is
 * loaded. The same as the sweep gives to its workers.
 *
 * @example
 * ```ts
 * import { threadVariables } from "./thread_variables.ts";
 * if (threadVariables(2).TF_NUM_INTRAOP_THREADS !== "2") throw new Error("unexpected");
 * ```
 */
export function threadVariables(threads: number): Record<string, string> {
  return {
    TF_CPP_MIN_LOG_LEVEL: "2",
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: "1",
    OMP_NUM_THREADS: String(threads),
  };
}
