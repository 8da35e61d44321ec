import { strict as assert } from "node:assert";
import type { SplitName } from "../../../lib/training/engine.ts";
import { measureRun } from "../../../lib/sweep/execute/measure_run.ts";

const split = (cancerTypes: readonly string[]) => ({
  rows: cancerTypes.length,
  values: new Float32Array(),
  samples: cancerTypes.map((_, i) => `s${i}`),
  cancerTypes,
});

/** Two latent dimensions: the first is ±1 by cancer type, the second always 0. */
const TYPES = ["left", "right", "left", "right"];
const encode = (name: SplitName) => {
  const types = name === "test" ? TYPES : [...TYPES, ...TYPES];
  return {
    mean: Float32Array.from(types.flatMap((type) => [type === "left" ? -1 : 1, 0])),
    logVariance: new Float32Array(2 * types.length),
  };
};
const errors = Float32Array.of(0.25, 0.5, 0.75, 1);
const training = { encode, sampleErrors: () => errors };
const dataset = { train: split([...TYPES, ...TYPES]), test: split(TYPES) };

Deno.test("measureRun() judges test samples' means with what training samples' means taught", () => {
  // Variance of ±1 over four samples: 4/3. KL of mean ±1 and variance 1: ½. One dimension of two: rank 1.
  assert.deepEqual(measureRun(training, dataset), {
    latent: { activeUnits: 1, effectiveRank: 1, knnAccuracy: 1, logisticAccuracy: 1 },
    details: { errors, kl: Float64Array.of(0.5, 0), activity: Float64Array.of(4 / 3, 0) },
  });
  const swapped = { ...dataset, test: split(TYPES.toReversed()) };
  const { knnAccuracy, logisticAccuracy } = measureRun(training, swapped).latent;
  assert.deepEqual([knnAccuracy, logisticAccuracy], [0, 0]);
});

Deno.test("measureRun() has no accuracy without cancer types, and the rest all the same", () => {
  const unknown = { train: split(Array(8).fill("unknown")), test: split(Array(4).fill("unknown")) };
  assert.deepEqual(measureRun(training, unknown).latent, {
    activeUnits: 1,
    effectiveRank: 1,
    knnAccuracy: null,
    logisticAccuracy: null,
  });
});

Deno.test("measureRun() says nothing of a latent space that is not finite, and keeps the errors", () => {
  for (const name of ["mean", "logVariance"] as const) {
    const broken = {
      ...training,
      encode(split: SplitName) {
        const encoded = encode(split);
        if (split === "test") encoded[name][3] = Infinity;
        return encoded;
      },
    };
    const { latent, details } = measureRun(broken, dataset);
    assert.deepEqual(Object.values(latent), [null, null, null, null]);
    assert.deepEqual(details, {
      errors,
      kl: Float64Array.of(NaN, NaN),
      activity: Float64Array.of(NaN, NaN),
    });
  }
});

Deno.test("measureRun() has no variance of a single test sample", () => {
  const single = {
    ...training,
    encode: () => ({ mean: new Float32Array(3), logVariance: new Float32Array(3) }),
  };
  const { latent } = measureRun(single, { ...dataset, test: split(["left"]) });
  assert.equal(latent.activeUnits, null);
});
