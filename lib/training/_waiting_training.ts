import type { Dataset } from "../data/dataset.ts";
import type { AwaitedTraining, Job } from "./engine.ts";

/** Settings of a {@linkcode PopulationEngine}. */
export interface PopulationOptions {
  /** Trainings that take their steps together at most, two or more. */
  readonly slots: number;
  /** Told what a user should know, such as that a model's trainings run one by one. @default {nobody is} */
  readonly onNote?: (text: string) => void;
  /**
   * When a population whose slots are not all in use is built anew for those that are.
   *
   * @default "worthwhile"
   */
  readonly rebuild?: "worthwhile" | "always";
}

/** A training that waits for a slot. */
export interface Waiting {
  readonly job: Job;
  readonly dataset: Dataset;
  readonly key: string;
  readonly begin: (training: AwaitedTraining | Promise<AwaitedTraining>) => void;
  readonly refuse: (error: unknown) => void;
}
