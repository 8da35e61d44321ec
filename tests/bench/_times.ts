import type { WorkersMeasure } from "../../lib/bench/measure_workers.ts";
import type { BenchReport } from "../../lib/bench/report.ts";
import type { StepTimes } from "../../lib/bench/steps.ts";

/** Times of a step as they might have been measured; graph takes 25 ms, its floor 20. */
export function fakeStep(changes: Partial<StepTimes> = {}): StepTimes {
  return {
    model: "vae",
    optimizer: "adam",
    latentSize: 50,
    threads: 2,
    milliseconds: { graph: 25, floor: 20, products: 16, eager: 100, minimize: 125 },
    ratios: { minimizeToGraph: 5, eagerToGraph: 4, graphToFloor: 1.25, floorToProducts: 1.25 },
    gigaflops: 100,
    ...changes,
  };
}

export function fakeWorkers(changes: Partial<WorkersMeasure> = {}): WorkersMeasure {
  return {
    ...{ samples: 350, genes: 5000, workers: 1, threads: 1, models: ["vae"], epochs: 3 },
    ...{ secondsPerEpoch: 0.1, visited: 244, microsecondsPerSample: 400, peakGigabytes: 0.8 },
    ...changes,
  };
}

export const EMPTY_REPORT: BenchReport = {
  startedAt: "2026-01-02T03:04:05.000Z",
  quick: false,
  machine: { processor: "a processor", cores: 2 },
  versions: { deno: "2.9.6" },
  skipped: [],
};
