import { strict as assert } from "node:assert";
import text from "../fixtures/held_out_reference.json" with { type: "text" };
import type { Products } from "../../lib/numbers/products.ts";
import { PURPOSE, stream, uniform } from "../../lib/random.ts";
import {
  CLASSIFIERS,
  type HeldOutScores,
  heldOutScores,
} from "../../lib/numbers/held_out_scores.ts";

/** What make_held_out_reference.py wrote. */
const REFERENCE: Readonly<Record<string, Case>> = JSON.parse(text);

interface Case {
  readonly columns: number;
  readonly train: number[];
  readonly train_labels: string;
  readonly test: number[];
  readonly test_labels: string;
  readonly scores: HeldOutScores;
}

const draws = uniform([5, stream(PURPOSE.resampling, 9)], 6000);

/** One feature; each class has a place of its own, and samples lie less than `width` beside it. */
function samples(labels: string[], { width = 0.1, from = 0 } = {}) {
  const place = (label: string) => label.charCodeAt(0);
  const values = labels.map((label, i) => place(label) + width * (draws[from + i]! - 0.5));
  return { rows: labels.length, columns: 1, values, labels };
}

const repeat = (label: string, count: number) => Array<string>(count).fill(label);

const accuracies = (found: HeldOutScores | null) =>
  found && [found.knn.balancedAccuracy, found.logistic.balancedAccuracy];

Deno.test("heldOutScores() gives each class the same weight: three of four rare samples and all frequent ones are 7/8", () => {
  const train = samples([...repeat("a", 40), ...repeat("z", 10)]);
  const test = samples([...repeat("a", 20), ...repeat("z", 4)]);
  test.values[23] = "a".charCodeAt(0); // looks like the other class
  const found = heldOutScores(train, test);
  assert.deepEqual(accuracies(found), [7 / 8, 7 / 8]);
  // Its share is 0, as that of all of the other class: the pairs with these are ties, which count half.
  assert.equal(found!.knn.auc, 7 / 8);
  assert.equal(found!.classes, 2);
});

/** Inner products in 32 bits, as a library gives them. */
const inSingle: Products = (samples, others) =>
  Float32Array.from({ length: samples.rows * others.rows }, (_, index) => {
    const i = Math.floor(index / others.rows) * samples.columns;
    const j = (index % others.rows) * samples.columns;
    let sum = 0;
    for (let k = 0; k < samples.columns; k++) {
      sum = Math.fround(sum + Math.fround(samples.values[i + k]! * others.values[j + k]!));
    }
    return sum;
  });

const CASES = Object.entries(REFERENCE).flatMap(([name, one]) => [
  { name, ...one, products: undefined },
  { name: `${name}, with products in 32 bits`, ...one, products: inSingle },
]);

for (const { name, columns, train, test, scores, products, ...labels } of CASES) {
  Deno.test(`heldOutScores() is what scikit-learn finds: ${name}`, () => {
    const of = (values: number[], text: string) => ({
      rows: text.length,
      columns,
      values,
      labels: [...text],
    });
    const found = heldOutScores(
      of(train, labels.train_labels),
      of(test, labels.test_labels),
      { products },
    )!;
    assert.equal(found.classes, scores.classes);
    for (const classifier of CLASSIFIERS) {
      for (const measure of ["balancedAccuracy", "auc"] as const) {
        const expected = scores[classifier][measure], value = found[classifier][measure];
        assert.ok(
          Math.abs(value - expected) < 1e-12,
          `${classifier} ${measure}: ${value}, ${expected}`,
        );
        assert.ok(expected > 0.3 && expected < 0.98, "classes overlap");
      }
    }
  });
}

Deno.test("heldOutScores() leaves samples of unknown class out, in training and in the test", () => {
  const train = samples([...repeat("a", 9), ...repeat("z", 9), ...repeat("unknown", 9)]);
  const test = samples(["a", "z", "unknown", "z"]);
  const perfect = { balancedAccuracy: 1, auc: 1 };
  assert.deepEqual(heldOutScores(train, test), { knn: perfect, logistic: perfect, classes: 2 });
});

Deno.test("heldOutScores() is null where there are no two classes to tell", () => {
  const two = samples(["a", "z", "a", "z"]), one = samples(repeat("a", 4));
  const unknown = samples(repeat("unknown", 4));
  for (const [train, test] of [[one, two], [two, one], [unknown, two], [two, unknown]] as const) {
    assert.equal(heldOutScores(train, test), null);
  }
});

Deno.test("heldOutScores() learns from a part of very many samples that has every class", () => {
  const labels = [...repeat("a", 3000), ...repeat("m", 2900), ...repeat("z", 12)];
  const found = heldOutScores(samples(labels), samples(["a", "m", "z"]));
  // A third of the samples is used: 4 of the 12 rare ones, which are a majority among the nearest 5.
  assert.equal(found!.knn.balancedAccuracy, 1);
});

Deno.test("heldOutScores() takes the scale from training samples alone", () => {
  const train = samples([...repeat("a", 20), ...repeat("z", 20)]);
  const alone = heldOutScores(train, samples(["a", "z"]));
  const outlier = samples(["a", "z", "z"]);
  outlier.values[2] = 1e6; // would move mean and scale, if it were asked
  assert.deepEqual(heldOutScores(train, outlier), alone);
});
