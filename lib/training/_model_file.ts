import { InputError } from "../errors.ts";
import { type Model, MODELS } from "../models/mod.ts";
import type { ErrorLimit } from "./error_limit.ts";
import { jobSpecs, normalizedLayers } from "./_parameters.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "./safetensors.ts";
import type { TrainedModelContent, TrainedOptions } from "./trained_model_content.ts";
import { checkJobOptions } from "./_check_job.ts";
import { toJob } from "./job.ts";

/** Raised whenever an earlier reader would misread the file. */
const FORMAT = 1, KIND = "vae-sensitivity trained model";

const MEANS = "data/means", DEVIATIONS = "data/standard_deviations";

/** Writes a trained model: its numbers as tensors, all else as metadata, JSON where it is not a text. */
export function writeModelFile(path: string, content: TrainedModelContent): void {
  const { model, options, weights, moments, dataset, genes, scale, errorLimit } = content;
  const tensors: Record<string, Tensor> = {};
  const add = (name: string, tensor: Tensor) => {
    if (name in tensors) {
      throw new Error(`Cannot save ${model.name}: two tensors are called ${name}`);
    }
    tensors[name] = tensor;
  };
  for (const [name, tensor] of Object.entries(weights)) add(name, tensor);
  for (const [layer, { mean, variance }] of Object.entries(moments)) {
    add(`${layer}/mean`, { shape: [mean.length], values: mean });
    add(`${layer}/variance`, { shape: [variance.length], values: variance });
  }
  for (const [name, key] of [[MEANS, "means"], [DEVIATIONS, "standardDeviations"]] as const) {
    const values = content[key];
    if (values) add(name, { shape: [values.length], values });
  }
  const metadata = {
    kind: KIND,
    format: String(FORMAT),
    model: model.name,
    options: JSON.stringify(options),
    genes: JSON.stringify(genes),
    dataset: dataset.name,
    dataset_hash: dataset.hash,
    ...scale !== null && { scale },
    ...errorLimit !== null && { error_limit: JSON.stringify(errorLimit) },
  };
  writeSafetensors(path, { tensors, metadata });
}

/** Reads a trained model and checks that it fits the model's network. */
export function readModelFile(path: string, given?: Model): TrainedModelContent {
  const { tensors, metadata, verified } = readSafetensors(path);
  const problem = (what: string) => new InputError(`Cannot load ${path}: ${what}`);
  if (metadata.kind !== KIND) {
    throw problem(
      "it holds tensors, but not a trained model of this program; give a file of --save-models",
    );
  }
  if (metadata.format !== String(FORMAT)) {
    throw problem(
      `it has format ${metadata.format}, this version reads ${FORMAT}; use the version that wrote it`,
    );
  }
  if (!verified) throw problem("it is damaged: the sum of its content is missing");
  const model = given ??
    (Object.hasOwn(MODELS, metadata.model!) ? MODELS[metadata.model!] : undefined);
  if (!model) {
    throw problem(
      `it holds the model ${metadata.model}, which is not registered: give it as the option "model"`,
    );
  }
  if (model.name !== metadata.model) {
    throw problem(`it holds the model ${metadata.model}, not ${model.name}: give that one`);
  }
  const parse = <Value>(name: string): Value => {
    try {
      return JSON.parse(metadata[name]!);
    } catch {
      throw problem(`its metadata "${name}" is missing or damaged`);
    }
  };
  const options = parse<TrainedOptions>("options"), genes = parse<readonly string[]>("genes");
  try {
    checkJobOptions(toJob(model, options));
  } catch (error) {
    throw problem((error as Error).message);
  }
  const distinct = new Set(Array.isArray(genes) ? genes : []);
  if (
    distinct.size === 0 || distinct.size < genes.length ||
    [...distinct].some((id) => typeof id !== "string")
  ) {
    throw problem('its metadata "genes" is not a list of different names');
  }
  for (const name of [MEANS, DEVIATIONS]) {
    const values = tensors[name]?.values;
    if (values && values.length !== genes.length) {
      throw problem(`its tensor ${name} has not one value per gene`);
    }
  }
  const limit = metadata.error_limit === undefined ? null : parse<ErrorLimit>("error_limit");
  if (limit !== null && !(Number.isFinite(limit.value) && Number.isFinite(limit.validationShare))) {
    throw problem('its metadata "error_limit" is damaged');
  }
  const specs = jobSpecs({ ...options, model }, { genes });
  const take = (name: string, shape: readonly number[]): Float32Array => {
    const found = tensors[name];
    if (found?.values instanceof Float32Array && found.shape.join() === shape.join()) {
      return found.values;
    }
    const what = found ? `has shape [${found.shape}]` : "is missing";
    throw problem(`its tensor ${name} ${what}, the network of ${model.name} takes [${shape}]`);
  };
  const weights = Object.entries(specs).map(([name, { shape }]) =>
    [name, { shape, values: take(name, shape) }] as const
  );
  const moments = Object.entries(normalizedLayers(specs)).map(([layer, shape]) =>
    [layer, {
      mean: take(`${layer}/mean`, shape),
      variance: take(`${layer}/variance`, shape),
    }] as const
  );
  return {
    model,
    options,
    weights: Object.fromEntries(weights),
    moments: Object.fromEntries(moments),
    dataset: { name: metadata.dataset!, hash: metadata.dataset_hash! },
    genes,
    means: doubles(tensors[MEANS]),
    standardDeviations: doubles(tensors[DEVIATIONS]),
    scale: metadata.scale ?? null,
    errorLimit: limit,
  };
}

function doubles(tensor: Tensor | undefined): Float64Array | null {
  return tensor ? Float64Array.from(tensor.values) : null;
}
