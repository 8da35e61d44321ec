import { strict as assert } from "node:assert";
import text from "../fixtures/held_out_reference.json" with { type: "text" };
import { PURPOSE, stream, uniform } from "../../lib/random.ts";
import { heldOutAccuracy } from "../../lib/numbers/held_out_accuracy.ts";

/** What make_held_out_reference.py wrote. */
const REFERENCE = JSON.parse(text);

const draws = uniform([5, stream(PURPOSE.resampling, 9)], 6000);

/** One feature; each class has a place of its own, and samples lie less than `width` beside it. */
function samples(labels: string[], { width = 0.1, from = 0 } = {}) {
  const place = (label: string) => label.charCodeAt(0);
  const values = labels.map((label, i) => place(label) + width * (draws[from + i]! - 0.5));
  return { rows: labels.length, columns: 1, values, labels };
}

const repeat = (label: string, count: number) => Array<string>(count).fill(label);

Deno.test("heldOutAccuracy() gives each class the same weight: three of four rare samples and all frequent ones are 7/8", () => {
  const train = samples([...repeat("a", 40), ...repeat("z", 10)]);
  const test = samples([...repeat("a", 20), ...repeat("z", 4)]);
  test.values[23] = "a".charCodeAt(0); // looks like the other class
  const expected = { nearestNeighbours: 7 / 8, logisticRegression: 7 / 8 };
  assert.deepEqual(heldOutAccuracy(train, test), expected);
});

Deno.test("heldOutAccuracy() is what scikit-learn finds", () => {
  const { columns, train, test, accuracy, ...labels } = REFERENCE;
  const of = (values: number[], text: string) => ({
    rows: text.length,
    columns,
    values,
    labels: [...text],
  });
  const found = heldOutAccuracy(of(train, labels.train_labels), of(test, labels.test_labels))!;
  for (const name of ["nearestNeighbours", "logisticRegression"] as const) {
    assert.ok(Math.abs(found[name] - accuracy[name]) < 1e-12, `${name}: ${found[name]}`);
    assert.ok(accuracy[name] < 0.95, "classes overlap");
  }
});

Deno.test("heldOutAccuracy() leaves samples of unknown class out, in training and in the test", () => {
  const train = samples([...repeat("a", 9), ...repeat("z", 9), ...repeat("unknown", 9)]);
  const test = samples(["a", "z", "unknown", "z"]);
  const all = heldOutAccuracy(train, test);
  assert.deepEqual(all, { nearestNeighbours: 1, logisticRegression: 1 });
});

Deno.test("heldOutAccuracy() is null where there are no two classes to tell", () => {
  const two = samples(["a", "z", "a", "z"]), one = samples(repeat("a", 4));
  const unknown = samples(repeat("unknown", 4));
  for (const [train, test] of [[one, two], [two, one], [unknown, two], [two, unknown]] as const) {
    assert.equal(heldOutAccuracy(train, test), null);
  }
});

Deno.test("heldOutAccuracy() learns from a part of very many samples that has every class", () => {
  const labels = [...repeat("a", 3000), ...repeat("m", 2900), ...repeat("z", 12)];
  const found = heldOutAccuracy(samples(labels), samples(["a", "m", "z"]));
  // A third of the samples is used: 4 of the 12 rare ones, which are a majority among the nearest 5.
  assert.equal(found!.nearestNeighbours, 1);
});

Deno.test("heldOutAccuracy() takes the scale from training samples alone", () => {
  const train = samples([...repeat("a", 20), ...repeat("z", 20)]);
  const alone = heldOutAccuracy(train, samples(["a", "z"]));
  const outlier = samples(["a", "z", "z"]);
  outlier.values[2] = 1e6; // would move mean and scale, if it were asked
  assert.deepEqual(heldOutAccuracy(train, outlier), alone);
});
