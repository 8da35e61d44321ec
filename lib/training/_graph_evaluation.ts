import type { Dataset } from "../data/dataset.ts";
import type { Encoding, Job, SplitName, Terms } from "./engine.ts";
import { namedTerms } from "./_graph_feeds.ts";

/** What one pass over a split gives: the loss, the encoding, and mean squared errors of all samples and of each. */
interface Evaluation extends Encoding {
  readonly terms: Terms;
  readonly error: number;
  readonly sampleErrors: Float32Array;
}

/** Fetches of a pass: together, since they share the encoder. */
const FETCHES = ["evaluate", "mean", "log_variance", "error", "sample_errors"];

/** Runs fetches for each piece of a split, in evaluation mode. */
export type EachChunk = (
  split: SplitName,
  fetches: readonly string[],
  use: (values: Float32Array[], rows: number, start: number) => void,
) => void;

/** What a network makes of the splits, remembered while its weights stay. */
export class GraphEvaluation {
  readonly #job: Job;
  readonly #dataset: Dataset;
  readonly #terms: readonly string[];
  readonly #eachChunk: EachChunk;
  #evaluations: Partial<Record<SplitName, Evaluation>> = {};

  /** @param terms Names of the loss terms, in their order. */
  constructor(job: Job, dataset: Dataset, terms: readonly string[], eachChunk: EachChunk) {
    this.#job = job;
    this.#dataset = dataset;
    this.#terms = terms;
    this.#eachChunk = eachChunk;
  }

  /** What the network makes of a split. */
  of(split: SplitName): Evaluation {
    return this.#evaluations[split] ??= this.#evaluate(split);
  }

  #evaluate(split: SplitName): Evaluation {
    const { latentSize } = this.#job, { rows: all } = this.#dataset[split];
    const sums = new Float64Array(this.#terms.length), sampleErrors = new Float32Array(all);
    const mean = new Float32Array(all * latentSize), logVariance = new Float32Array(mean.length);
    let squares = 0;
    this.#eachChunk(split, FETCHES, (values, rows, start) => {
      values[0]!.forEach((value, i) => sums[i]! += value * rows);
      mean.set(values[1]!, start * latentSize);
      logVariance.set(values[2]!, start * latentSize);
      squares += values[3]![0]!;
      sampleErrors.set(values[4]!, start);
    });
    const terms = namedTerms(this.#terms, sums.map((sum) => sum / all));
    const error = squares / (all * this.#dataset.genes.length);
    return { terms, mean, logVariance, error, sampleErrors };
  }

  /** Nothing that was found holds for other weights. */
  forget(): void {
    this.#evaluations = {};
  }
}
