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
 * @param pools Losses among which one is chosen, such as those of one seed; with several, each is as likely to be drawn from,
 * and all trials are from the same. In the order in which they would be chosen, the best first: ascending, unless they are
 * chosen by something other than the losses themselves.
 * @param trials How many are drawn, integers from 1.
 * @returns One for each number of trials.
 * @throws {RangeError} If there are no pools, losses or trials.
 *
 * @example The best of two draws from 0 and 1 is 0 three times in four
 * ```ts
 * import { expectedBest } from "./expected_best.ts";
 * const [two] = expectedBest([[0, 1]], [2]);
 * if (two!.mean !== 0.25) throw new Error("wrong expectation");
 * ```
 */
export function expectedBest(
  pools: readonly ArrayLike<number>[],
  trials: readonly number[],
): ExpectedBest[] {
  const least = pools.length === 0 ? 0 : Math.min(...pools.map(({ length }) => length));
  const wrong = trials.find((drawn) => !Number.isInteger(drawn) || drawn < 1);
  if (least === 0 || wrong !== undefined) {
    throw new RangeError(
      `Cannot draw ${
        wrong ?? trials.join(", ")
      } trials from ${least}: at least one of each is needed`,
    );
  }
  const losses = pools.flatMap((pool) => Array.from(pool));
  const order = [...losses.keys()].sort((a, b) => losses[a]! - losses[b]!);
  return trials.map((drawn) => {
    const chances = pools.flatMap(({ length }) => {
      // The probability that all draws come from position i or beyond; its decrease at i is that of i being the best.
      const beyond = (i: number) => Math.pow((length - i) / length, drawn);
      return Array.from({ length }, (_, i) => (beyond(i) - beyond(i + 1)) / pools.length);
    });
    const reached = (probability: number) => {
      let below = 0;
      const found = order.find((at) => (below += chances[at]!) >= probability - 1e-12);
      return losses[found ?? order.at(-1)!]!;
    };
    const mean = losses.reduce((sum, loss, at) => sum + loss * chances[at]!, 0);
    return { mean, low: reached(0.05), high: reached(0.95) };
  });
}
