import { datasetKey } from "./plan/dataset_key.ts";
import type { RunJob } from "./plan/run_job.ts";

/** A prepared dataset, by what sets it apart from a sweep's others. */
export interface DatasetFile {
  readonly splitSeed: number;
  /** How many genes it has, where the sweep varies that; else null. */
  readonly genes: number | null;
  readonly path: string;
}

/** Every dataset that some run of a sweep is trained on. */
export function datasetFiles(jobs: readonly RunJob[]): DatasetFile[] {
  const found = new Map(jobs.map(({ configuration, dataset }) => {
    const { seed, splitSeed = seed, genes = null } = configuration;
    return [datasetKey(configuration), { splitSeed, genes, path: dataset }] as const;
  }));
  return [...found.values()];
}
