import * as tf from "@tensorflow/tfjs";
import type { Moments } from "../models/network.ts";
import { MOVING_DECAY } from "./_parameters.ts";

/** A normalized layer's moving averages in tfjs, and how many batches they have seen. */
export class MovingAverages {
  #mean: tf.Tensor;
  #variance: tf.Tensor;
  #updates: number;

  private constructor(mean: tf.Tensor, variance: tf.Tensor, updates: number) {
    this.#mean = mean;
    this.#variance = variance;
    this.#updates = updates;
  }

  static start(shape: readonly number[]): MovingAverages {
    return new MovingAverages(tf.zeros([...shape]), tf.ones([...shape]), 0);
  }

  /** new = 0.9 · old + 0.1 · batch, the batch's variance unbiased. */
  observe({ mean, variance }: Moments, rows: number): void {
    const blend = (old: tf.Tensor, now: tf.Tensor) =>
      tf.tidy(() => old.mul(MOVING_DECAY).add(now.mul(1 - MOVING_DECAY)));
    const unbiased = tf.tidy(() => variance.mul(rows / (rows - 1)));
    const next = [blend(this.#mean, mean), blend(this.#variance, unbiased)] as const;
    tf.dispose([unbiased, this.#mean, this.#variance]);
    [this.#mean, this.#variance] = next;
    this.#updates++;
  }

  /** The averages as they are. */
  get raw(): Moments {
    return { mean: this.#mean, variance: this.#variance };
  }

  /** The averages, corrected for their start as Adam corrects its moments; to be called inside a tidy. */
  corrected(): Moments {
    const startWeight = MOVING_DECAY ** this.#updates;
    if (this.#updates === 0) return this.raw;
    return {
      mean: this.#mean.div(1 - startWeight),
      variance: this.#variance.sub(startWeight).div(1 - startWeight),
    };
  }

  clone(): MovingAverages {
    return new MovingAverages(this.#mean.clone(), this.#variance.clone(), this.#updates);
  }

  dispose(): void {
    tf.dispose([this.#mean, this.#variance]);
  }
}
