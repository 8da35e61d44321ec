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

/** One of {@linkcode OUTCOMES}. */
export type Outcome = keyof typeof OUTCOMES;
