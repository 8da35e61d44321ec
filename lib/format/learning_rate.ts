import { formatNumber } from "./number.ts";

/**
 * A learning rate as tables, figures and progress write it: 0.1, 0.01, 0.001, 1e-4, 1e-5. Levels of other numeric axes are
 * written likewise.
 *
 * @returns Below 0.001 with an exponent; as many digits as it takes to tell two levels apart.
 *
 * @example
 * ```ts
 * import { formatLearningRate } from "./learning_rate.ts";
 * if ([0.1, 0.001, 0.0001].map(formatLearningRate).join() !== "0.1,0.001,1e-4") throw new Error("unexpected text");
 * ```
 */
export function formatLearningRate(rate: number): string {
  return formatNumber(rate, 12);
}
