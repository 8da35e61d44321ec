import { logGamma, normalCumulative, studentQuantile } from "./_distributions.ts";

/** What makes a difference detectable. */
export interface PowerOptions {
  /** Probability of reporting a difference that is not there, two-sided. @default 0.05 */
  significance?: number;
  /** Probability of detecting a difference that is there. @default 0.8 */
  power?: number;
}

/** The probability that |t| exceeds the critical value: noncentral t by Simpson's rule over the estimate of the spread. */
function tTestPower(shift: number, degreesOfFreedom: number, critical: number): number {
  const nu = degreesOfFreedom, reach = 10 / Math.sqrt(2 * nu), steps = 400;
  const from = Math.max(1e-12, 1 - reach), width = (1 + reach - from) / steps;
  const constant = Math.LN2 + nu / 2 * Math.log(nu / 2) - logGamma(nu / 2);
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const spread = from + i * width;
    const density = Math.exp(constant + (nu - 1) * Math.log(spread) - nu * spread * spread / 2);
    const beyond = normalCumulative(shift - critical * spread) +
      normalCumulative(-shift - critical * spread);
    sum += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * density * beyond;
  }
  return sum * width / 3;
}

/**
 * The smallest difference between two means that a two-sided t test detects with the power asked for, in units of the standard
 * error of the difference.
 *
 * @param degreesOfFreedom Of the variance estimate, at least 1.
 * @throws {RangeError} If the degrees of freedom, the significance or the power make no sense.
 *
 * @example With much data it is the sum of two normal quantiles, 1.960 + 0.842
 * ```ts
 * import { detectableDifference } from "./detectable_difference.ts";
 * if (Math.abs(detectableDifference(1e5) - 2.8016) > 1e-3) throw new Error("wrong difference");
 * ```
 */
export function detectableDifference(
  degreesOfFreedom: number,
  { significance = 0.05, power = 0.8 }: PowerOptions = {},
): number {
  if (!(degreesOfFreedom >= 1) || !(significance > 0) || !(power > significance) || !(power < 1)) {
    throw new RangeError(
      `Cannot find the detectable difference at significance ${significance}, power ${power} and ${degreesOfFreedom} ` +
        "degrees of freedom: they must satisfy 0 < significance < power < 1, with at least 1 degree of freedom",
    );
  }
  const critical = studentQuantile(1 - significance / 2, degreesOfFreedom);
  let low = 0, high = 1;
  while (tTestPower(high, degreesOfFreedom, critical) < power) high *= 2;
  for (let i = 0; i < 45; i++) {
    const middle = (low + high) / 2;
    if (tTestPower(middle, degreesOfFreedom, critical) < power) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
