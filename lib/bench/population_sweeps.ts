/** The data that a sweep may take. */
export interface SweepData {
  readonly matrix: string;
  /** The name of a cohort that the program makes up. */
  readonly madeUp: string;
}

/** The sweeps that are timed as a whole, by case. One split for all seeds: its runs share their data. */
export const POPULATION_SWEEPS: Readonly<Record<string, (given: SweepData) => readonly string[]>> =
  {
    poster: ({ madeUp }) => [
      ...["--data", madeUp, "--models", "vae", "--fixed-epochs", "10"],
      ...["--split-seeds", "0", "--seeds", "0,1,2,3,4"],
    ],
    cohort: ({ matrix }) => ["--data", matrix, "--batch-size", "32"],
    fullsize: ({ madeUp }) => ["--data", madeUp],
  };
