/** Options of {@linkcode performanceProfile}. */
export interface PerformanceProfileOptions {
  /** Per problem the loss that solvers are compared with. @default the lowest of the problem */
  best?: ArrayLike<number>;
}

/**
 * Performance profiles (Dolan & Moré 2002): per solver, the share of problems it solves within a factor τ of the best
 * solver on that problem.
 *
 * @param problems One array per problem with a positive loss per solver; Infinity where the solver failed. A problem that
 * no solver solves counts against all of them.
 * @param factors The factors τ, each at least 1.
 * @returns One array of shares per solver, in the order of the factors.
 * @throws {RangeError} If a loss is not positive or a factor is below 1.
 *
 * @example
 * ```ts
 * import { performanceProfile } from "./performance_profile.ts";
 * const [first, second] = performanceProfile([[1, 2], [3, Infinity]], [1, 2]);
 * if (first!.join() !== "1,1" || second!.join() !== "0,0.5") throw new Error("wrong profile");
 * ```
 */
export function performanceProfile(
  problems: readonly ArrayLike<number>[],
  factors: readonly number[],
  options: PerformanceProfileOptions = {},
): Float64Array[] {
  if (factors.some((factor) => !(factor >= 1))) {
    throw new RangeError(`Cannot profile factors ${factors.join(", ")}: each must be at least 1`);
  }
  const ratios = problems.map((losses, problem) => {
    const values = Array.from(losses), best = options.best?.[problem] ?? Math.min(...values);
    if (!(best > 0)) {
      throw new RangeError(`Cannot compare a loss of ${best} by ratio: it is not positive`);
    }
    return values.map((loss) => loss === Infinity ? Infinity : loss / best);
  });
  return Array.from({ length: problems[0]?.length ?? 0 }, (_, solver) => {
    const sorted = Float64Array.from(ratios, (ratio) => ratio[solver]!).sort();
    return Float64Array.from(factors, (factor) => countUpTo(sorted, factor) / problems.length);
  });
}

/** How many of the ascending values do not exceed the limit. */
function countUpTo(sorted: Float64Array, limit: number): number {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
