import assert from "node:assert/strict";
import { splitSamples } from "../../lib/data/split.ts";

/** Ids and types for so many samples of each type. */
function cohort(sizes: Readonly<Record<string, number | undefined>>) {
  const cancerTypes = Object.entries(sizes).flatMap(([type, size]) =>
    Array<string>(size ?? 0).fill(type)
  );
  return { samples: cancerTypes.map((type, i) => `${type}-${i}`), cancerTypes };
}

const PARTS = ["train", "validation", "test"] as const;

Deno.test("splitSamples() gives every sample to exactly one part, 70 to 15 to 15", () => {
  for (
    const sizes of [{ a: 79, b: 45, c: 48, d: 41, e: 57, f: 80 }, { a: 1000 }, {
      a: 10,
      b: 10,
      c: 10,
    }]
  ) {
    const { samples, cancerTypes } = cohort(sizes);
    const split = splitSamples(samples, cancerTypes);
    const rows = PARTS.flatMap((part) => [...split[part]]);
    assert.deepEqual(rows.sort((a, b) => a - b), samples.map((_, i) => i));
    for (const part of ["validation", "test"] as const) {
      assert.ok(
        Math.abs(split[part].length - 0.15 * samples.length) <= 0.5,
        `${part} of ${rows.length}`,
      );
    }
  }
});

Deno.test("splitSamples() keeps each type's share in every part within one sample", () => {
  const sizes = { a: 79, b: 45, c: 48, d: 41, e: 57, f: 80 };
  const { samples, cancerTypes } = cohort(sizes);
  const split = splitSamples(samples, cancerTypes, { seed: 3 });
  for (const [type, size] of Object.entries(sizes)) {
    for (const part of ["validation", "test"] as const) {
      const found = [...split[part]].filter((row) => cancerTypes[row] === type).length;
      assert.ok(Math.abs(found - 0.15 * size) <= 1, `${type} in ${part}: ${found} of ${size}`);
    }
  }
});

Deno.test("splitSamples() depends on seed and ids, not on the order of samples", () => {
  const { samples, cancerTypes } = cohort({ a: 40, b: 25 });
  const named = (ids: string[], types: string[], seed: number) =>
    [...splitSamples(ids, types, { seed }).test].map((row) => ids[row]!).sort();
  const forward = named(samples, cancerTypes, 1);
  assert.deepEqual(named(samples, cancerTypes, 1), forward);
  assert.deepEqual(named(samples.toReversed(), cancerTypes.toReversed(), 1), forward);
  assert.notDeepEqual(named(samples, cancerTypes, 2), forward);
});

Deno.test("splitSamples() draws each sample for the test equally often", () => {
  const { samples, cancerTypes } = cohort({ a: 20 });
  const often = new Array<number>(20).fill(0), seeds = 400;
  for (let seed = 0; seed < seeds; seed++) {
    for (const row of splitSamples(samples, cancerTypes, { seed }).test) often[row]!++;
  }
  // Binomial(400, 0.15): mean 60, standard deviation 7.1; beyond 4.2 of them once in 2,000 such tests.
  for (const count of often) assert.ok(Math.abs(count - 60) < 30, often.join());
});

Deno.test("splitSamples() keeps the samples of a patient of TCGA, TARGET, GTEx or CPTAC together", () => {
  const samples = Array.from({ length: 60 }, (_, i) => {
    const study = ["TCGA-AA-", "TARGET-30-PA", "GTEX-1", "tcga.aa.", "C3L-0"][(i >> 1) % 5]!;
    const patient = `${study}${String(i >> 1).padStart(4, "0")}`;
    if (study === "GTEX-1") return `${patient}-0${i % 2}26-SM-5GZZ${i % 10}`;
    if (study === "C3L-0") return i % 2 ? `${patient}.N` : patient;
    return i % 2 ? `${patient}-11` : `${patient}-01`;
  });
  for (let seed = 0; seed < 10; seed++) {
    const split = splitSamples(samples, samples.map(() => "a"), { seed });
    for (const part of PARTS) {
      const rows = new Set(split[part]);
      for (const row of rows) assert.ok(rows.has(row ^ 1), `${samples[row]} lost its other sample`);
    }
  }
});

Deno.test("splitSamples() puts three patients into three parts and trains on fewer", () => {
  const { samples, cancerTypes } = cohort({ a: 20, pair: 2, single: 1, triple: 3 });
  const split = splitSamples(samples, cancerTypes);
  const types = (part: (typeof PARTS)[number]) => [...split[part]].map((row) => cancerTypes[row]);
  assert.deepEqual(split.smallClasses, [
    { cancerType: "pair", samples: 2 },
    { cancerType: "single", samples: 1 },
  ]);
  assert.equal(types("train").filter((type) => type === "pair" || type === "single").length, 3);
  for (const part of PARTS) {
    assert.equal(types(part).filter((type) => type === "triple").length, 1, part);
  }
});

Deno.test("splitSamples() refuses a cohort that leaves a part empty", () => {
  for (const sizes of [{ a: 1 }, { a: 2, b: 2 }, { a: 3 }]) {
    const { samples, cancerTypes } = cohort(sizes);
    assert.throws(() => splitSamples(samples, cancerTypes), {
      name: "InputError",
      message: /at least 4/,
    });
  }
  const { samples, cancerTypes } = cohort({ a: 4 });
  assert.equal(splitSamples(samples, cancerTypes).train.length, 2);
});

Deno.test("splitSamples() refuses fractions that leave nothing", () => {
  const { samples, cancerTypes } = cohort({ a: 20 });
  for (const [validationFraction, testFraction] of [[0, 0.1], [0.5, 0.5], [NaN, 0.1], [0.2, -1]]) {
    const split = () => splitSamples(samples, cancerTypes, { validationFraction, testFraction });
    assert.throws(split, RangeError);
  }
});
