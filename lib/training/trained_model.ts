import * as tf from "@tensorflow/tfjs";
import { InputError } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { Moments, Params } from "../models/network.ts";
import { type Encoding, evaluationChunks, type Job } from "./engine.ts";
import { readModelFile, writeModelFile } from "./_model_file.ts";
import { posteriorOf, reconstructionOf } from "./_posterior.ts";
import type { TrainedModelContent } from "./trained_model_content.ts";

/** Options of {@linkcode TrainedModel.load}. */
export interface LoadModelOptions {
  /** The model whose network the file holds. @default the registered one of that name */
  readonly model?: Model;
}

/**
 * A trained network with all that is needed to use it: on any matrix, in another process, years later.
 *
 * It computes on whatever tfjs backend is loaded, and holds no tensors between calls.
 *
 * @example
 * ```ts
 * import { prepareDataset } from "../data/prepare.ts";
 * import { syntheticCohort } from "../data/synthetic.ts";
 * import { vae } from "../models/mod.ts";
 * import { openEngine } from "./open_engine.ts";
 * import { train } from "./train.ts";
 * import { TrainedModel } from "./trained_model.ts";
 * const dataset = prepareDataset(syntheticCohort({ samples: 60, genes: 20, cancerTypes: 2 }));
 * const { trained } = await train(vae, dataset, {
 *   engine: await openEngine({ backend: "cpu" }), latentSize: 2, hiddenSize: 4, batchSize: 16, maxEpochs: 2,
 * });
 * const path = `${Deno.makeTempDirSync()}/vae.safetensors`;
 * trained!.save(path);
 * const { mean } = TrainedModel.load(path).encode(dataset.test.values);
 * if (mean.length !== 2 * dataset.test.rows) throw new Error("expected two numbers for each sample");
 * ```
 */
export class TrainedModel {
  readonly #content: TrainedModelContent;

  constructor(content: TrainedModelContent) {
    this.#content = content;
  }

  /**
   * Reads what {@linkcode TrainedModel.save} wrote.
   *
   * @throws {InputError} If the file cannot be read, is damaged or something else, or the model is not
   *   registered and not given, or another one than the file's.
   */
  static load(path: string, { model }: LoadModelOptions = {}): TrainedModel {
    return new TrainedModel(readModelFile(path, model));
  }

  /** Everything it is made of. */
  get content(): TrainedModelContent {
    return this.#content;
  }

  /** The model's name. */
  get name(): string {
    return this.#content.model.name;
  }

  /** Dimensions of the latent space. */
  get latentSize(): number {
    return this.#content.options.latentSize;
  }

  /** Gene ids in the order of the columns that all methods take. */
  get genes(): readonly string[] {
    return this.#content.genes;
  }

  /** Writes everything to a safetensors file, whole or not at all; its folder is made. */
  save(path: string): void {
    writeModelFile(path, this.#content);
  }

  /**
   * The posterior of each sample.
   *
   * @param values Scaled expression, row-major [rows, genes].
   * @returns Mean and log variance, row-major [rows, latent size] each.
   * @throws {InputError} If the values are not whole rows.
   */
  encode(values: Float32Array): Encoding {
    const size = this.#rowsOf(values) * this.latentSize;
    const mean = new Float32Array(size), logVariance = new Float32Array(size);
    this.#eachChunk(values, (encoder, params, x, start) => {
      const posterior = posteriorOf(encoder, params, x);
      mean.set(posterior.mean.dataSync(), start * this.latentSize);
      logVariance.set(posterior.logVariance.dataSync(), start * this.latentSize);
    });
    return { mean, logVariance };
  }

  /**
   * The reconstruction of each sample from its posterior mean.
   *
   * @param values Scaled expression, row-major [rows, genes].
   * @returns Scaled expression, row-major [rows, genes].
   * @throws {InputError} If the values are not whole rows.
   */
  reconstruct(values: Float32Array): Float32Array {
    const found = new Float32Array(this.#rowsOf(values) * this.genes.length);
    this.#eachChunk(values, (encoder, params, x, start) => {
      const estimate = reconstructionOf(encoder, params, x);
      found.set(estimate.dataSync(), start * this.genes.length);
    });
    return found;
  }

  /**
   * What latent points stand for.
   *
   * @param latent Row-major [rows, latent size].
   * @returns Scaled expression, row-major [rows, genes].
   * @throws {InputError} If the values are not whole rows.
   */
  decode(latent: Float32Array): Float32Array {
    const size = this.latentSize, rows = this.#rowsOf(latent, size, "latent dimensions");
    const found = new Float32Array(rows * this.genes.length);
    tf.tidy(() => {
      const params = this.#params();
      for (const [start, end] of evaluationChunks(rows)) {
        tf.tidy(() => {
          const points = tf.tensor2d(latent.subarray(start * size, end * size), [
            end - start,
            size,
          ]);
          const estimate = this.#content.model.decode(params, points);
          found.set(estimate.dataSync(), start * this.genes.length);
        });
      }
    });
    return found;
  }

  /**
   * The mean squared error over genes of each sample's reconstruction.
   *
   * @param values Scaled expression, row-major [rows, genes].
   * @returns One error per row.
   * @throws {InputError} If the values are not whole rows.
   */
  errors(values: Float32Array): Float32Array {
    const found = new Float32Array(this.#rowsOf(values));
    this.#eachChunk(values, (encoder, params, x, start) => {
      const squares = reconstructionOf(encoder, params, x).squaredDifference(x);
      found.set(squares.mean(1).dataSync(), start);
    });
    return found;
  }

  #rowsOf(values: Float32Array, columns = this.genes.length, what = "genes"): number {
    const rows = values.length / columns;
    if (rows > 0 && Number.isInteger(rows)) return rows;
    throw new InputError(
      `Cannot use ${this.name} on ${values.length} values: it needs rows of ${columns} ${what}`,
    );
  }

  /** Calls `use` on a few rows at a time inside a tidy: that bounds memory, whatever the matrix. */
  #eachChunk(values: Float32Array, use: UseChunk): void {
    const columns = this.genes.length, { model } = this.#content;
    const encoder = { model, latentSize: this.latentSize };
    tf.tidy(() => {
      const params = this.#params();
      for (const [start, end] of evaluationChunks(this.#rowsOf(values))) {
        tf.tidy(() => {
          const rows = values.subarray(start * columns, end * columns);
          use(encoder, params, tf.tensor2d(rows, [end - start, columns]), start);
        });
      }
    });
  }

  /** The network in evaluation mode, as tensors. */
  #params(): Params {
    const { weights, moments } = this.#content;
    const tensors = Object.entries(weights).map(([name, { shape, values }]) =>
      [name, tf.tensor(values, [...shape], "float32")] as const
    );
    const layers = Object.entries(moments).map(([layer, { mean, variance }]) => {
      const both: Moments = { mean: tf.tensor1d(mean), variance: tf.tensor1d(variance) };
      return [layer, both] as const;
    });
    return { weights: Object.fromEntries(tensors), moments: Object.fromEntries(layers) };
  }
}

type UseChunk = (
  encoder: Pick<Job, "model" | "latentSize">,
  params: Params,
  x: tf.Tensor,
  start: number,
) => void;
