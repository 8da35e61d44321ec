import { PURPOSE, stream, uniform } from "../random.ts";
import { bcaInterval } from "./bca_interval.ts";
import { mean } from "./mean.ts";
import type { Interval, IntervalOptions } from "./wilson_interval.ts";

/** Errors of two models on the same samples, sample by sample; positive. */
export interface PairedErrors {
  readonly numerator: ArrayLike<number>;
  readonly denominator: ArrayLike<number>;
}

/** Options of {@linkcode pairedBootstrap}. */
export interface PairedBootstrapOptions extends IntervalOptions {
  /** How many times the samples are resampled. @default 2000 */
  resamples?: number;
  /** Seed of the draws: the same one gives the same interval. @default 0 */
  resamplingSeed?: number;
}

/** What {@linkcode pairedBootstrap} finds. */
export interface PairedRatio {
  /** The ratio of the mean errors; over several splits the geometric mean of theirs. */
  readonly ratio: number;
  /** Its interval over samples; null where a split has fewer than two. */
  readonly interval: Interval | null;
}

/** log of the ratio of the means of each resample of one split. */
function resampled(
  { numerator, denominator }: PairedErrors,
  { resamples = 2000, resamplingSeed = 0 }: PairedBootstrapOptions,
  split: number,
): Float64Array {
  const samples = numerator.length;
  const draws = uniform(
    [resamplingSeed, stream(PURPOSE.resampling, split)],
    resamples * samples,
  );
  return Float64Array.from({ length: resamples }, (_, resample) => {
    let above = 0, below = 0;
    for (let i = resample * samples; i < (resample + 1) * samples; i++) {
      const sample = Math.floor(draws[i]! * samples);
      above += numerator[sample]!;
      below += denominator[sample]!;
    }
    return Math.log(above / below);
  });
}

/** Efron's acceleration from leaving out one sample at a time; over several splits as for several samples. */
function accelerationOf(units: readonly PairedErrors[]): number {
  let cubes = 0, squares = 0;
  for (const { numerator, denominator } of units) {
    const samples = numerator.length, above = mean(numerator), below = mean(denominator);
    const without = Array.from(
      { length: samples },
      (_, i) =>
        Math.log((above * samples - numerator[i]!) / (below * samples - denominator[i]!)) /
        units.length,
    );
    const centre = mean(without);
    for (const one of without) {
      const influence = (samples - 1) * (centre - one) / samples;
      cubes += influence ** 3;
      squares += influence ** 2;
    }
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/**
 * How many times as large one model's mean error is as another's on the same test samples, with the bias-corrected and
 * accelerated bootstrap interval over samples (Efron & Tibshirani 1993, chapters 8 and 14). Samples are resampled in pairs,
 * within each split: what the interval says is how much depends on which samples were tested, with the networks as they
 * were trained.
 *
 * @param units One pair of errors per split (and the networks trained on it); at least one.
 * @throws {RangeError} If there is no split, or one has not the same number of errors, at least one, for both.
 *
 * @example An error that is 10 % larger for every sample has an interval without width
 * ```ts
 * import { pairedBootstrap } from "./paired_bootstrap.ts";
 * const { ratio, interval } = pairedBootstrap([{ numerator: [1.1, 2.2, 4.4], denominator: [1, 2, 4] }]);
 * if (Math.abs(ratio - 1.1) > 1e-12 || interval!.high - interval!.low > 1e-12) throw new Error("wrong ratio");
 * ```
 */
export function pairedBootstrap(
  units: readonly PairedErrors[],
  options: PairedBootstrapOptions = {},
): PairedRatio {
  const sizes = units.map(({ numerator }) => numerator.length);
  const unequal = units.some(({ numerator, denominator }) =>
    numerator.length !== denominator.length
  );
  if (units.length === 0 || sizes.includes(0) || unequal) {
    throw new RangeError(
      "Cannot pair errors: each split needs as many of one model as of the other",
    );
  }
  const estimate = mean(
    units.map(({ numerator, denominator }) => Math.log(mean(numerator) / mean(denominator))),
  );
  const ratio = Math.exp(estimate);
  if (sizes.some((size) => size < 2)) return { ratio, interval: null };
  const draws = units.map((unit, split) => resampled(unit, options, split));
  const means = draws[0]!.map((_, resample) => mean(draws.map((draw) => draw[resample]!)));
  const acceleration = accelerationOf(units), { level } = options;
  const { low, high } = bcaInterval(means, { estimate, acceleration, level });
  return { ratio, interval: { low: Math.exp(low), high: Math.exp(high) } };
}
