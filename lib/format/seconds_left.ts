/** What was done so far, in any unit of work. */
export interface WorkDone {
  readonly work: number;
  /** That it took. */
  readonly seconds: number;
}

/**
 * Seconds that work takes, at the rate of what was done so far.
 *
 * @param work What is left, in the unit of what was done.
 * @returns Null before anything is done.
 */
export function secondsLeft(work: number, done: WorkDone): number | null {
  return done.work > 0 ? work * done.seconds / done.work : null;
}
