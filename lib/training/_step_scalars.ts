import { formOf, OPTIMIZERS } from "../optimizers/mod.ts";
import { allUsed, optionsOf } from "../options/mod.ts";
import type { Job } from "./engine.ts";

/** The scalars of a job's optimizer in step t = 1, 2, …, from its options; a graph is fed them, so none is built in. */
export function stepScalars(job: Job, t: number): readonly number[] {
  const { momentum, clipNorm: _, ...unused } = optionsOf("optimizer", job);
  allUsed(unused);
  return formOf(OPTIMIZERS[job.optimizer], job).scalars(job.learningRate, t, momentum);
}
