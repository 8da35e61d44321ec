/** What was done so far, in any unit of work. */
export interface WorkDone {
  readonly work: number;
  /** That it took; of work that was done side by side the sum. */
  readonly seconds: number;
  /**
   * How many do the rest side by side.
   * @default 1
   */
  readonly workers?: number;
}

/**
 * Seconds that work takes, at the rate of what was done so far.
 *
 * @param work What is left, in the unit of what was done.
 * @returns Null before anything is done.
 */
export function secondsLeft(work: number, done: WorkDone): number | null {
  return done.work > 0 ? work * done.seconds / done.work / (done.workers ?? 1) : null;
}
