/** Something to be timed: what one call does, and how many units of work (steps) that is. */
export interface Contender {
  readonly run: () => void;
  /** @default 1 */
  readonly units?: number;
}

/** How long to measure. */
export interface InterleaveOptions {
  /** Rounds that are timed. @default 9 */
  readonly rounds?: number;
  /** Rounds before them that are not. @default 2 */
  readonly warmUp?: number;
  /** Milliseconds since any moment. @default performance.now */
  readonly clock?: () => number;
}

/**
 * Times contenders in turn (A B C A B C …), so that other load on the machine affects all of them alike.
 *
 * @returns Milliseconds per unit of each contender by round.
 */
export function interleave(
  contenders: Readonly<Record<string, Contender>>,
  { rounds = 9, warmUp = 2, clock = () => performance.now() }: InterleaveOptions = {},
): Record<string, number[]> {
  const times: Record<string, number[]> = {};
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, { run, units = 1 }] of Object.entries(contenders)) {
      const began = clock();
      run();
      const taken = (clock() - began) / units;
      if (round >= 0) (times[name] ??= []).push(taken);
    }
  }
  return times;
}
