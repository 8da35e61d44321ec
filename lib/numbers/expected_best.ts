/** What the best of n random trials is like. */
export interface ExpectedBest {
  readonly mean: number;
  /** The best is at most this with probability 5 %, and at most `high` with 95 %. */
  readonly low: number;
  readonly high: number;
}

/**
 * The expected best of n trials drawn at random, with replacement, from those that were made (Dodge et al. 2019,
 * "Show your work"), in closed form: no resampling.
 *
 * @param losses In the order in which they would be chosen, the best first: ascending, unless they are chosen by something
 * other than the losses themselves.
 * @param trials How many are drawn, an integer from 1.
 * @throws {RangeError} If there are no losses or trials.
 *
 * @example The best of two draws from 0 and 1 is 0 three times in four
 * ```ts
 * import { expectedBest } from "./expected_best.ts";
 * if (expectedBest([0, 1], 2).mean !== 0.25) throw new Error("wrong expectation");
 * ```
 */
export function expectedBest(losses: ArrayLike<number>, trials: number): ExpectedBest {
  const n = losses.length;
  if (n === 0 || !Number.isInteger(trials) || trials < 1) {
    throw new RangeError(`Cannot draw ${trials} trials from ${n}: at least one of each is needed`);
  }
  // The probability that all draws come from position i or beyond; its decrease at i is that of i being the best.
  const beyond = (i: number) => Math.pow((n - i) / n, trials);
  const chances = Float64Array.from(losses, (_, i) => beyond(i) - beyond(i + 1));
  let mean = 0;
  for (let i = 0; i < n; i++) mean += losses[i]! * chances[i]!;
  const order = Array.from(losses, (_, i) => i).sort((a, b) => losses[a]! - losses[b]!);
  const reached = (probability: number) => {
    let below = 0;
    return losses[
      order.find((i) => (below += chances[i]!) >= probability - 1e-12) ?? order.at(-1)!
    ]!;
  };
  return { mean, low: reached(0.05), high: reached(0.95) };
}
