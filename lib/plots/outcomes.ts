/** What became of a run, as legends call it, in their order. */
export const OUTCOMES = {
  converged: "Converged",
  max_epochs: "Epoch limit reached",
  stalled: "Stalled",
  unmeasured: "Ended, error not finite",
  diverged: "Diverged",
  failed: "Failed",
  missing: "Not run",
} as const;

/** What stalling is, in a sentence below a figure that shows it. */
export const STALLED =
  "Stalled: stopped early while its validation error was not 5 % below the mean predictor’s.";

/** One of {@linkcode OUTCOMES}. */
export type Outcome = keyof typeof OUTCOMES;
