import { allUsed, optionsOf } from "../options/mod.ts";
import type { Job } from "./engine.ts";

/** Where each full batch of an epoch begins, as [start, end) of its order; the last incomplete one is dropped. */
export function* batches(job: Job, rows: number): Generator<readonly [number, number]> {
  const { batchSize, ...unused } = optionsOf("batches", job);
  allUsed(unused);
  for (let start = 0; start + batchSize <= rows; start += batchSize) {
    yield [start, start + batchSize];
  }
}
