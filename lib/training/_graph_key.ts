import type { Dataset } from "../data/dataset.ts";
import { graphOptions } from "../options/mod.ts";
import type { Job } from "./engine.ts";

/** A function that names what determines a job's graph: jobs of one name on data of one size share it. */
export function graphKeys(): (job: Job, dataset: Dataset) => string {
  const numbers = new WeakMap<object, number>();
  let count = 0;
  return (job, dataset) => {
    const { model, modelOptions, latentSize } = job;
    if (!numbers.has(model)) numbers.set(model, count++);
    const rows = [dataset.train, dataset.validation, dataset.test].map((split) => split.rows);
    const given = [Object.keys(job.initialWeights ?? {}), Boolean(job.noise)];
    const sizes = [dataset.genes.length, ...rows, latentSize];
    return JSON.stringify([numbers.get(model), modelOptions, sizes, graphOptions(job), given]);
  };
}
