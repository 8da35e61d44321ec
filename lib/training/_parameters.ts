import type { Dataset } from "../data/dataset.ts";
import type { ParameterSpec, ParameterSpecs } from "../models/network.ts";
import { allUsed, optionsOf } from "../options/mod.ts";
import { normal, PURPOSE, stream, uniform } from "../random.ts";
import type { Job } from "./engine.ts";

/** Share of the old moving average that a step keeps: PyTorch's momentum 0.1. */
export const MOVING_DECAY = 0.9;

/** Most noise tensors that a model may ask for: purposes are numbered that far apart. */
const NOISE_LIMIT = 16;

/** Parameters of a job's network. */
export function jobSpecs(job: Job, dataset: Pick<Dataset, "genes">): ParameterSpecs {
  const { hiddenSize, normalization, ...unused } = optionsOf("network", job);
  allUsed(unused);
  return job.model.parameters({
    genes: dataset.genes.length,
    hidden: hiddenSize,
    latent: job.latentSize,
    normalization,
  });
}

/** Shapes of the moments that normalized layers have, by layer, as their parameters name them. */
export function normalizedLayers(
  specs: ParameterSpecs,
): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(
    Object.values(specs).flatMap(({ shape, normalizes }) =>
      normalizes === undefined ? [] : [[normalizes, shape]]
    ),
  );
}

/** How many values a tensor of a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The start of the index-th parameter, uniform in ±bound as u·2b − b in float32, like the graph's. */
export function initialValues(spec: ParameterSpec, seed: number, index: number): Float32Array {
  const size = sizeOf(spec.shape);
  if ("constant" in spec.initial) return new Float32Array(size).fill(spec.initial.constant);
  const { low, width } = uniformBounds(spec.initial.fanIn);
  const values = uniform([seed, stream(PURPOSE.initialWeights, index)], size);
  for (let i = 0; i < size; i++) values[i] = Math.fround(values[i]! * width) + low;
  return values;
}

/** Lower bound and width of ±1/√fanIn, rounded to float32 so that both engines compute with one number. */
export function uniformBounds(fanIn: number): { readonly low: number; readonly width: number } {
  const bound = Math.fround(1 / Math.sqrt(fanIn));
  return { low: -bound, width: 2 * bound };
}

/** A model's noise: names in a fixed order, which numbers their streams. */
export function noiseShapes(
  job: Job,
  batch: number,
): readonly { readonly name: string; readonly shape: readonly number[] }[] {
  const shapes = job.model.noise({ batch, latent: job.latentSize }, job.modelOptions);
  const names = Object.keys(shapes).sort();
  if (names.length > NOISE_LIMIT) {
    throw new RangeError(
      `Cannot draw noise for ${job.model.name}: it asks for ${names.length} tensors, at most ${NOISE_LIMIT}`,
    );
  }
  return names.map((name) => ({ name, shape: shapes[name]! }));
}

/** Values of a model's noise for a batch; `purpose` is that of the first tensor, the others follow. */
export function drawNoise(
  job: Job,
  batch: number,
  purpose: number,
  counter: number,
): Record<string, { shape: readonly number[]; values: Float32Array }> {
  return Object.fromEntries(
    noiseShapes(job, batch).map(({ name, shape }, i) => {
      const values = normal([job.seed, stream(purpose + i, counter)], sizeOf(shape));
      return [name, { shape, values }];
    }),
  );
}
