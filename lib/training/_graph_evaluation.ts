import type { Dataset } from "../data/dataset.ts";
import type { Job, SplitName } from "./engine.ts";
import {
  EVALUATION,
  type Evaluation,
  type EvaluationSizes,
  EvaluationSums,
} from "./_evaluation_sums.ts";

/** Runs fetches for each piece of a split, in evaluation mode. */
export type EachChunk = (
  split: SplitName,
  fetches: readonly string[],
  use: (values: Float32Array[], rows: number, start: number) => void,
) => void;

/** What a network makes of the splits, remembered while its weights stay. */
export class GraphEvaluation {
  readonly #sizes: EvaluationSizes;
  readonly #eachChunk: EachChunk;
  #evaluations: Partial<Record<SplitName, Evaluation>> = {};

  /** @param terms Names of the loss terms, in their order. */
  constructor(job: Job, dataset: Dataset, terms: readonly string[], eachChunk: EachChunk) {
    this.#sizes = { dataset, latentSize: job.latentSize, terms };
    this.#eachChunk = eachChunk;
  }

  /** What the network makes of a split. */
  of(split: SplitName): Evaluation {
    return this.#evaluations[split] ??= this.#evaluate(split);
  }

  #evaluate(split: SplitName): Evaluation {
    const sums = new EvaluationSums(this.#sizes, split);
    this.#eachChunk(split, EVALUATION, (values, rows, start) => sums.add(values, { start, rows }));
    return sums.evaluation;
  }

  /** Nothing that was found holds for other weights. */
  forget(): void {
    this.#evaluations = {};
  }
}
