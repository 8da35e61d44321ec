import type { Dataset } from "../data/dataset.ts";
import type { Encoding, SplitName, Terms } from "./engine.ts";
import { namedTerms } from "./_graph_feeds.ts";

/** What a pass gives while training goes on: the loss, and the mean squared error of the posterior mean's reconstruction. */
export interface Validation {
  readonly terms: Terms;
  readonly error: number;
}

/** What one pass over a split gives: also the encoding, and the mean squared error of each sample. */
export interface Evaluation extends Encoding, Validation {
  readonly sampleErrors: Float32Array;
}

/** Fetches of a pass, in the order in which sums take their values; together, since they share the encoder. */
export const VALIDATION = ["evaluate", "error"] as const;
export const EVALUATION = [...VALIDATION, "mean", "log_variance", "sample_errors"] as const;

/** What the sizes of a pass over a split depend on. */
export interface EvaluationSizes {
  readonly dataset: Dataset;
  readonly latentSize: number;
  /** Names of the loss terms, in their order. */
  readonly terms: readonly string[];
}

/** Rows of a split that are evaluated at once. */
export interface Piece {
  readonly start: number;
  readonly rows: number;
}

/** Puts together what the pieces of a split give. */
export class EvaluationSums {
  readonly #sizes: EvaluationSizes;
  readonly #rows: number;
  readonly #terms: Float64Array;
  readonly #mean: Float32Array;
  readonly #logVariance: Float32Array;
  readonly #sampleErrors: Float32Array;
  #squares = 0;

  constructor(sizes: EvaluationSizes, split: SplitName) {
    const rows = this.#rows = sizes.dataset[split].rows;
    this.#sizes = sizes;
    this.#terms = new Float64Array(sizes.terms.length);
    this.#mean = new Float32Array(rows * sizes.latentSize);
    this.#logVariance = new Float32Array(rows * sizes.latentSize);
    this.#sampleErrors = new Float32Array(rows);
  }

  /** @param values Those of {@linkcode EVALUATION}, or of {@linkcode VALIDATION} alone. */
  add(values: readonly Float32Array[], { start, rows }: Piece): void {
    const [terms, squares, mean, logVariance, sampleErrors] = values, { latentSize } = this.#sizes;
    terms!.forEach((value, i) => this.#terms[i]! += value * rows);
    this.#squares += squares![0]!;
    if (mean) this.#mean.set(mean, start * latentSize);
    if (logVariance) this.#logVariance.set(logVariance, start * latentSize);
    if (sampleErrors) this.#sampleErrors.set(sampleErrors, start);
  }

  get validation(): Validation {
    const { terms, dataset } = this.#sizes, rows = this.#rows;
    return {
      terms: namedTerms(terms, this.#terms.map((sum) => sum / rows)),
      error: this.#squares / (rows * dataset.genes.length),
    };
  }

  get evaluation(): Evaluation {
    const mean = this.#mean, logVariance = this.#logVariance, sampleErrors = this.#sampleErrors;
    return { ...this.validation, mean, logVariance, sampleErrors };
  }
}
