/**
 * Why an attempt at a run came to no result. Divergence is a result, so it is not among them.
 *
 * - `error`: the run threw, or its process ended by itself
 * - `killed`: a signal ended its process, as the system does when memory is short
 * - `hung`: it made no progress for so long that it was ended
 * - `timeout`: its time was up
 * - `preempted`: its machine was taken away for others' work
 * - `lost`: it is not known how it ended
 */
export type Failure = "error" | "killed" | "hung" | "timeout" | "preempted" | "lost";
