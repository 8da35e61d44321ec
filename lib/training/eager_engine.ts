import * as tf from "@tensorflow/tfjs";
import type { Dataset, Split } from "../data/dataset.ts";
import { checkJob } from "./_check_job.ts";
import { EagerTraining } from "./_eager_training.ts";
import type { Engine, Job, SplitName, Training } from "./engine.ts";

/**
 * The plain engine: each step through tfjs, gradients by its autodiff. It runs on any backend and needs
 * nothing compiled; the graph engine does the same work several times faster on the native backend.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { EagerEngine } from "./eager_engine.ts";
 * await tf.setBackend("cpu");
 * if (new EagerEngine().backend !== "cpu") throw new Error("unexpected backend");
 * ```
 */
export class EagerEngine implements Engine {
  readonly name = "eager";
  readonly backend = tf.getBackend();
  #dataset: Dataset | undefined;
  #splits: Record<SplitName, tf.Tensor2D> | undefined;

  start(job: Job, dataset: Dataset): Training {
    checkJob(job, dataset);
    if (this.#dataset !== dataset) {
      this.dispose();
      const upload = ({ values, rows }: Split) =>
        tf.tensor2d(values, [rows, dataset.genes.length], "float32");
      this.#splits = {
        train: upload(dataset.train),
        validation: upload(dataset.validation),
        test: upload(dataset.test),
      };
      this.#dataset = dataset;
    }
    return new EagerTraining(job, dataset, this.#splits!);
  }

  dispose(): void {
    for (const tensor of Object.values(this.#splits ?? {})) tensor.dispose();
    this.#splits = undefined;
    this.#dataset = undefined;
  }
}
