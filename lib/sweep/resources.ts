/**
 * Worker processes unless told otherwise: one per core, with one thread each. Two workers of one thread do
 * about 1.2 times the steps of one worker of two, and a thread count that does not depend on the number of
 * workers gives the same bits whatever that number is.
 *
 * @example
 * ```ts
 * import { DEFAULT_WORKERS } from "./resources.ts";
 * if (DEFAULT_WORKERS < 1) throw new Error("no worker");
 * ```
 */
export const DEFAULT_WORKERS: number = navigator.hardwareConcurrency;
