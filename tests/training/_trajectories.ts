import type { Dataset, Split } from "../../lib/data/dataset.ts";
import { MODELS } from "../../lib/models/mod.ts";
import type { OptimizerName } from "../../lib/optimizers/mod.ts";
import type { Job } from "../../lib/training/engine.ts";
import { toyJob } from "./_setup.ts";

/** Numbers in lists of lists, as JSON has a tensor. */
export type Nested = number | readonly Nested[];

/** PyTorch's float64 trajectories of the four models with the three optimizers on a tiny network. */
interface Reference {
  readonly source: string;
  readonly shape: Record<"genes" | "hidden" | "latent" | "batch" | "steps" | "evaluation", number>;
  readonly initial: Record<string, Nested>;
  readonly batches: readonly Nested[];
  readonly noise: readonly (readonly Nested[])[];
  readonly prior: readonly Nested[];
  readonly evaluation: Nested;
  readonly runs: readonly ReferenceRun[];
}

export interface ReferenceRun {
  readonly model: string;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly loss: readonly number[];
  readonly parts: readonly Record<string, number>[];
  readonly evaluationMse: { readonly before: number; readonly after: number };
  readonly final: Record<string, Nested>;
}

/** What tests/fixtures/trajectories.json holds. */
export const REFERENCE: Reference = JSON.parse(
  Deno.readTextFileSync(new URL("../fixtures/trajectories.json", import.meta.url)),
);
const { genes, hidden, latent, batch, steps, evaluation } = REFERENCE.shape;

/** float32 rounds at 6e-8; twelve steps of a small network carry that to some 1e-6, far below this. */
export const TOLERANCE = 1e-4;

/** The numbers in their order. */
export function flat(values: Nested): Float32Array {
  return Float32Array.from([values].flat(Infinity as 9) as number[]);
}

function split(rows: number, values: Nested): Split {
  const samples = Array.from({ length: rows }, (_, i) => `${i}`);
  return { rows, values: flat(values), samples, cancerTypes: samples };
}

/** Its batches as the training split, in order, and its rows for evaluation as the other two. */
export const dataset: Dataset = {
  name: "reference",
  hash: "",
  genes: Array.from({ length: genes }, (_, i) => `${i}`),
  train: split(batch * steps, REFERENCE.batches),
  validation: split(evaluation, REFERENCE.evaluation),
  test: split(evaluation, REFERENCE.evaluation),
};

/** A training of the reference's network with its parameters and noise. */
export function jobOf(model: string, choice: Partial<Job>): Job {
  const noise = (step: number) => {
    const all = REFERENCE.noise[step]!;
    const epsilon = flat(model === "iwae" ? all : all[0]!);
    const given: Record<string, Float32Array> = { epsilon };
    if (model === "info-vae") given.prior = flat(REFERENCE.prior[step]!);
    return given;
  };
  const initialWeights = Object.fromEntries(
    Object.entries(REFERENCE.initial).map(([name, values]) => [name, flat(values)]),
  );
  const sizes = { latentSize: latent, hiddenSize: hidden, batchSize: batch };
  return toyJob(MODELS[model]!, { ...choice, noise, initialWeights, ...sizes });
}
