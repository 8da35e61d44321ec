import { dot } from "./dot.ts";

/** A smooth function's value, its gradient written to the second argument. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly rho: number;
}

/** The two-loop recursion: the gradient times an estimate of the inverse Hessian (Nocedal & Wright 2006, algorithm 7.4). */
function direction(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const result = gradient.slice(), weights: number[] = [];
  for (const { step, change, rho } of pairs.toReversed()) {
    const weight = rho * dot(step, result);
    weights.push(weight);
    change.forEach((value, i) => result[i]! -= weight * value);
  }
  const last = pairs.at(-1);
  const scale = last ? 1 / (last.rho * dot(last.change, last.change)) : 1;
  result.forEach((value, i) => result[i] = scale * value);
  for (const { step, change, rho } of pairs) {
    const weight = weights.pop()! - rho * dot(change, result);
    step.forEach((value, i) => result[i]! += weight * value);
  }
  return result;
}

/** When a minimization ends. */
export interface Ending {
  /** As soon as no component of the gradient exceeds it. */
  readonly tolerance: number;
  /** After so many steps, wherever they led; without it, a minimum that 1000 steps do not find is an error. */
  readonly steps?: number;
}

/** Minimizes a convex function by L-BFGS with backtracking. */
export function minimize(
  objective: Objective,
  size: number,
  { tolerance, steps }: Ending,
): Float64Array {
  let point = new Float64Array(size), gradient = new Float64Array(size);
  let value = objective(point, gradient);
  const pairs: Pair[] = [];
  for (let iteration = 0; iteration < (steps ?? 1000); iteration++) {
    if (gradient.every((part) => Math.abs(part) <= tolerance)) return point;
    const towards = direction(gradient, pairs), descent = dot(towards, gradient);
    let length = pairs.length > 0 ? 1 : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
    const nextGradient = new Float64Array(size);
    let next = point, nextValue = Infinity;
    for (let halvings = 0; halvings < 50; halvings++, length /= 2) {
      next = point.map((part, i) => part - length * towards[i]!);
      nextValue = objective(next, nextGradient);
      if (nextValue <= value - 1e-4 * length * descent) break;
    }
    // Below the rounding of the value no step can show progress: this is the minimum as far as it can be known.
    if (!(nextValue < value)) return point;
    const step = next.map((part, i) => part - point[i]!);
    const change = nextGradient.map((part, i) => part - gradient[i]!),
      curvature = dot(step, change);
    if (curvature > 1e-12 * dot(change, change)) pairs.push({ step, change, rho: 1 / curvature });
    if (pairs.length > 10) pairs.shift();
    [point, gradient, value] = [next, nextGradient, nextValue];
  }
  if (steps !== undefined) return point;
  throw new Error(
    `Cannot find the minimum in 1000 steps: the gradient is still above ${tolerance}`,
  );
}
