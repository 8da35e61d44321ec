/**
 * Stateless random numbers: a seed and a stream number decide every value, nothing is remembered.
 *
 * The generator is Philox 4×32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"),
 * keyed and transformed as TensorFlow's `StatelessRandomUniform` and `StatelessRandomNormal` do it, so
 * that noise drawn here for the eager engine equals noise drawn inside a TensorFlow graph (to the
 * rounding of float32 logarithm and sine), on every backend and machine.
 *
 * @module
 */

/** Two non-negative 31-bit integers: the run's seed, and what the numbers are for (see {@linkcode stream}). */
export type Seed = readonly [seed: number, stream: number];

/** What random numbers are drawn for; each purpose has 2²⁴ streams of its own. */
export const PURPOSE = {
  split: 1,
  initialWeights: 2,
  shuffle: 3,
  trainingNoise: 4,
  evaluationNoise: 20,
  synthetic: 36,
  resampling: 37,
  directions: 38,
  projection: 39,
  likelihood: 40,
} as const;

/** Streams a purpose has, so also the largest step or parameter count that may be drawn for. */
const STREAMS = 2 ** 24;

/**
 * The stream number for a purpose and a counter (a step, an epoch, a parameter's index).
 *
 * @throws {RangeError} If the counter is not an integer in [0, 2²⁴) or the purpose not in [0, 127].
 */
export function stream(purpose: number, counter: number): number {
  if (
    !Number.isInteger(counter) || counter < 0 || counter >= STREAMS || purpose < 0 || purpose > 127
  ) {
    throw new RangeError(`Cannot draw from stream ${counter} of purpose ${purpose}`);
  }
  return purpose * STREAMS + counter;
}

/** The upper 32 bits of a 32 × 32 bit product, from 16-bit halves as JavaScript has no such operation. */
function multiplyHigh(a: number, b: number): number {
  const a0 = a & 0xffff, a1 = a >>> 16, b0 = b & 0xffff, b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  return a1 * b1 + Math.floor(middle / 0x10000) + ((a0 * b1 + (middle & 0xffff)) / 0x10000 | 0);
}

/** Philox's ten rounds on one counter; writes four 32-bit words to `out`. */
function philox(out: Uint32Array, counter: readonly number[], key: readonly number[]): void {
  let [c0, c1, c2, c3] = counter as [number, number, number, number];
  let [k0, k1] = key as [number, number];
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0), low0 = Math.imul(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2), low1 = Math.imul(0xcd9e8d57, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** Calls `use` with each 32-bit word of a stream, in order. */
function words(seed: Seed, count: number, use: (four: Uint32Array, offset: number) => void): void {
  for (const part of seed) {
    if (!Number.isInteger(part) || part < 0 || part > 0x7fffffff) {
      throw new RangeError(
        `Cannot seed a generator with ${part}: a seed is an integer from 0 to 2147483647`,
      );
    }
  }
  const four = new Uint32Array(4);
  // TensorFlow scrambles the two seeds by one Philox call before it uses them as key and counter.
  philox(four, [seed[0], 0, seed[1], 0], [0x3ec8f720, 0x02461e29]);
  const key = [four[0]!, four[1]!], counter = [0, 0, four[2]!, four[3]!];
  for (let offset = 0; offset < count; offset += 4) {
    counter[0] = offset / 4;
    philox(four, counter, key);
    use(four, offset);
  }
}

const bits = new Uint32Array(1), float = new Float32Array(bits.buffer);

/** 23 random bits as a float32 in [0, 1), the way TensorFlow fills a mantissa. */
function toUnit(word: number): number {
  bits[0] = 0x3f800000 | (word & 0x7fffff);
  return float[0]! - 1;
}

/**
 * Uniform float32 numbers in [0, 1).
 *
 * @throws {RangeError} If a part of the seed is not an integer from 0 to 2³¹ − 1.
 *
 * @example The same seed gives the same numbers
 * ```ts
 * import { uniform } from "./random.ts";
 * const [a] = uniform([7, 0], 1), [b] = uniform([7, 0], 3);
 * if (a !== b) throw new Error("not stateless");
 * ```
 */
export function uniform(seed: Seed, count: number): Float32Array {
  const values = new Float32Array(count);
  words(seed, count, (four, offset) => {
    const end = Math.min(4, count - offset);
    for (let i = 0; i < end; i++) values[offset + i] = toUnit(four[i]!);
  });
  return values;
}

/**
 * Standard normal float32 numbers (Box–Muller, as TensorFlow pairs and bounds it).
 *
 * @throws {RangeError} If a part of the seed is not an integer from 0 to 2³¹ − 1.
 */
export function normal(seed: Seed, count: number): Float32Array {
  const values = new Float32Array(count);
  words(seed, count, (four, offset) => {
    for (let pair = 0; pair < 4; pair += 2) {
      const u = Math.max(toUnit(four[pair]!), Math.fround(1e-7));
      const angle = Math.fround(Math.fround(2 * Math.PI) * toUnit(four[pair + 1]!));
      const radius = Math.fround(Math.sqrt(Math.fround(-2 * Math.log(u))));
      const at = offset + pair;
      if (at < count) values[at] = Math.fround(Math.sin(angle)) * radius;
      if (at + 1 < count) values[at + 1] = Math.fround(Math.cos(angle)) * radius;
    }
  });
  return values;
}

/**
 * The integers 0 … count − 1 in random order (Fisher–Yates).
 *
 * @param count How many integers, at most 2²³ (the resolution of one draw).
 * @throws {RangeError} If the count is too large or the seed not valid.
 */
export function permutation(seed: Seed, count: number): Int32Array {
  if (count > 2 ** 23) throw new RangeError(`Cannot shuffle ${count} items: at most ${2 ** 23}`);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const draws = uniform(seed, count);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(draws[i]! * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
