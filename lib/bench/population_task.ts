import type { OptimizerName } from "../optimizers/mod.ts";
import type { Device } from "../tensorflow/device.ts";

/** A step as the study takes it, and on how many samples. */
export interface PopulationSizes {
  /** Of all splits together. */
  readonly samples: number;
  readonly genes: number;
  readonly hiddenSize: number;
  readonly latentSize: number;
  readonly batchSize: number;
}

/** Which populations of VAEs are timed in one process. */
export interface PopulationTask extends PopulationSizes {
  /** Numbers of trainings at once; one is a training as it always was. */
  readonly slots: readonly number[];
  /** Slots take them in turn. */
  readonly optimizers: readonly OptimizerName[];
  /** Epochs that are timed, after one that is not. */
  readonly rounds: number;
}

/** How long a population's step takes. */
export interface PopulationTimes {
  readonly slots: number;
  readonly optimizers: string;
  /** What TensorFlow computed on, as it says itself. */
  readonly device: Device;
  /** Of one step of all slots: the median over rounds. */
  readonly milliseconds: number;
  /** Seconds until the first step was done: data, trace, load. */
  readonly newGraph: number;
}
