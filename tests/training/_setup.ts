import type { Dataset, Split } from "../../lib/data/dataset.ts";
import type { Model } from "../../lib/models/model.ts";
import { normal } from "../../lib/random.ts";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import type { Job } from "../../lib/training/engine.ts";
import { toJob } from "../../lib/training/job.ts";
import type { EngineOptions } from "../../lib/training/open_engine.ts";

/** Whether the native library is set up here. */
export const NATIVE = (await availableBackend()).backend === "tensorflow";
if (!NATIVE) console.error("SKIPPED: tests on the native backend need `deno task setup`");

/** Every engine on every backend that it runs on. */
export const ENGINES: readonly Required<Pick<EngineOptions, "engine" | "backend">>[] = [
  { engine: "graph", backend: "tensorflow" },
  { engine: "eager", backend: "tensorflow" },
  { engine: "eager", backend: "wasm" },
  { engine: "eager", backend: "cpu" },
];

/** The two engines where both can run. */
export const BOTH = ENGINES.slice(0, 2);

/** Sizes of {@linkcode toyDataset}. */
export interface ToySizes {
  readonly genes?: number;
  readonly train?: number;
  readonly validation?: number;
  readonly test?: number;
  /** Which of many datasets of these sizes. */
  readonly seed?: number;
}

/** Correlated normal numbers: three factors and noise, so that there is something to learn. */
export function toyDataset(
  { genes = 10, train = 24, validation = 9, test = 7, seed = 0 }: ToySizes = {},
): Dataset {
  const loadings = normal([seed, 0], 3 * genes);
  const split = (rows: number, stream: number): Split => {
    const factors = normal([seed, stream], rows * 3);
    const values = normal([seed, stream + 1], rows * genes).map((noise, i) => {
      const row = Math.floor(i / genes), gene = i % genes;
      const signal = [0, 1, 2].map((k) => factors[row * 3 + k]! * loadings[k * genes + gene]!);
      return (signal[0]! + signal[1]! + signal[2]! + 0.5 * noise) / 2;
    });
    const samples = Array.from({ length: rows }, (_, i) => `sample ${stream} ${i}`);
    return { rows, values, samples, cancerTypes: samples.map(() => "unknown") };
  };
  return {
    name: "toy",
    hash: "",
    genes: Array.from({ length: genes }, (_, i) => `gene ${i}`),
    train: split(train, 1),
    validation: split(validation, 3),
    test: split(test, 5),
  };
}

/** A small job. */
export function toyJob(model: Model, overrides: Partial<Job> = {}): Job {
  return toJob(model, { latentSize: 3, hiddenSize: 6, batchSize: 8, ...overrides });
}

/** 0 … rows − 1. */
export function inOrder(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => i);
}

/** The largest |a − b| / max(1, |b|): relative for large numbers, absolute for small ones. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!) / Math.max(1, Math.abs(b[i]!));
    if (!(difference <= largest)) largest = difference; // not a number counts as well
  }
  return largest;
}
