/** What the best of n random trials is like. */
export interface ExpectedBest {
  readonly mean: number;
  /** The best is below this with probability 5 %, and below `high` with 95 %. */
  readonly low: number;
  readonly high: number;
}

/**
 * The expected best of n trials drawn at random, with replacement, from those that were made (Dodge et al. 2019,
 * "Show your work"), in closed form: no resampling.
 *
 * @param sorted Losses in ascending order, lower is better.
 * @param trials How many are drawn, an integer from 1.
 * @throws {RangeError} If there are no losses or trials.
 *
 * @example The best of two draws from 0 and 1 is 0 three times in four
 * ```ts
 * import { expectedBest } from "./expected_best.ts";
 * if (expectedBest([0, 1], 2).mean !== 0.25) throw new Error("wrong expectation");
 * ```
 */
export function expectedBest(sorted: ArrayLike<number>, trials: number): ExpectedBest {
  const n = sorted.length;
  if (n === 0 || !Number.isInteger(trials) || trials < 1) {
    throw new RangeError(`Cannot draw ${trials} trials from ${n}: at least one of each is needed`);
  }
  // The probability that all draws come from position i or beyond; its decrease at i is that of i being the best.
  const beyond = (i: number) => Math.pow((n - i) / n, trials);
  let mean = 0;
  for (let i = 0; i < n; i++) mean += sorted[i]! * (beyond(i) - beyond(i + 1));
  const reached = (probability: number) => {
    const position = Math.ceil(n * (1 - Math.pow(1 - probability, 1 / trials)) - 1e-9) - 1;
    return sorted[Math.min(Math.max(position, 0), n - 1)]!;
  };
  return { mean, low: reached(0.05), high: reached(0.95) };
}
