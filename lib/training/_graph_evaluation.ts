import type { Dataset } from "../data/dataset.ts";
import type { Encoding, Job, SplitName, Terms } from "./engine.ts";
import { namedTerms } from "./_graph_feeds.ts";

/** What one pass over a split gives: a loss is taken of its encoding. */
interface Evaluation extends Encoding {
  readonly terms: Terms;
}

/** Mean squared errors of a split: of all, and of each sample. */
interface Reconstruction {
  readonly error: number;
  readonly errors: Float32Array;
}

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
  #reconstructions: Partial<Record<SplitName, Reconstruction>> = {};

  /** @param terms Names of the loss terms, in their order. */
  constructor(job: Job, dataset: Dataset, terms: readonly string[], eachChunk: EachChunk) {
    this.#job = job;
    this.#dataset = dataset;
    this.#terms = terms;
    this.#eachChunk = eachChunk;
  }

  /** The loss of a split and the encoding that it is taken of. */
  evaluation(split: SplitName): Evaluation {
    return this.#evaluations[split] ??= this.#evaluate(split);
  }

  #evaluate(split: SplitName): Evaluation {
    const { latentSize } = this.#job, { rows: all } = this.#dataset[split];
    const sums = new Float64Array(this.#terms.length);
    const mean = new Float32Array(all * latentSize), logVariance = new Float32Array(mean.length);
    this.#eachChunk(split, ["evaluate", "mean", "log_variance"], (values, rows, start) => {
      values[0]!.forEach((value, i) => sums[i]! += value * rows);
      mean.set(values[1]!, start * latentSize);
      logVariance.set(values[2]!, start * latentSize);
    });
    const terms = namedTerms(this.#terms, sums.map((sum) => sum / all));
    return { terms, mean, logVariance };
  }

  /** The errors of a split. */
  reconstruction(split: SplitName): Reconstruction {
    return this.#reconstructions[split] ??= this.#reconstruct(split);
  }

  #reconstruct(split: SplitName): Reconstruction {
    const { rows: all } = this.#dataset[split], errors = new Float32Array(all);
    let sum = 0;
    this.#eachChunk(split, ["error", "sample_errors"], (values, _rows, start) => {
      sum += values[0]![0]!;
      errors.set(values[1]!, start);
    });
    return { error: sum / (all * this.#dataset.genes.length), errors };
  }

  /** Nothing that was found holds for other weights. */
  forget(): void {
    this.#evaluations = {};
    this.#reconstructions = {};
  }
}
