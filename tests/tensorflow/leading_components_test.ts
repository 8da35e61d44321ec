import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { pcaErrors } from "../../lib/numbers/pca.ts";
import { principalComponents } from "../../lib/numbers/principal_components.ts";
import { install } from "../../lib/tensorflow/install.ts";
import { leadingComponents } from "../../lib/tensorflow/leading_components.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";

const { backend } = await install({ sources: [] });
const ignore = backend !== "tensorflow";
if (ignore) console.error("SKIPPED: leadingComponents() of large data needs `deno task setup`");

/** Written by tests/fixtures/make_principal_components.py. */
const REFERENCE = JSON.parse(
  Deno.readTextFileSync(new URL("../fixtures/principal_components.json", import.meta.url)),
);

/** The samples that the fixture is of: waves whose amplitudes fall, and noise; or the first of the waves alone. */
function samples(first: number, rows: number, columns: number, waves = 60, noise = true) {
  const values = Float32Array.from({ length: rows * columns }, (_, index) => {
    const i = first + Math.floor(index / columns), j = index % columns;
    const random = Math.sin(i * 12.9898 + j * 78.233) * 43758.5453;
    let value = noise ? random - Math.floor(random) - 0.5 : 0;
    for (let k = 1; k <= waves; k++) {
      value += 4 * k ** -0.7 * Math.sin(0.37 * i * k + k * k) * Math.cos(0.11 * j * k + k);
    }
    return value;
  });
  return { rows, columns, values };
}

/** The largest difference, as a share. */
const apart = (found: readonly number[], expected: readonly number[]) =>
  Math.max(...expected.map((value, i) => Math.abs(found[i]! / value - 1)));

async function native() {
  await loadTensorFlow({ backend: "tensorflow" });
}

for (const { rows, columns, exact, randomized, values } of REFERENCE.cases) {
  Deno.test({
    name:
      `leadingComponents() of ${rows} × ${columns} leave the test samples scikit-learn's errors`,
    ignore,
    async fn() {
      await native();
      const train = samples(0, rows, columns), test = samples(rows, 100, columns);
      const found = leadingComponents(train, { components: 200 }), errors = pcaErrors(found, test);
      const counts: number[] = REFERENCE.components;
      const own = [0, ...counts].map((count) => errors[count]!);
      console.log(
        `${rows} × ${columns}: errors differ from exact ones by ${apart(own, exact)} at most, ` +
          `scikit-learn's randomized ones by ${apart(randomized, exact)}`,
      );
      assert.ok(apart(own.slice(0, -1), exact.slice(0, -1)) < 1e-5);
      assert.ok(apart(own, exact) < 1e-4);
      assert.ok(apart(own, exact) < apart(randomized, exact), "no further off than the peer");
      assert.ok(apart(counts.map((count) => found.values[count - 1]!), values) < 1e-3);
    },
  });
}

Deno.test({
  name: "leadingComponents() of large data are the same bits each time, and leave no tensor",
  ignore,
  async fn() {
    await native();
    const train = samples(0, 700, 600), before = tf.memory().numTensors;
    const bits = () => {
      const found = leadingComponents(train, { components: 60 });
      return [found.values, ...found.scores(samples(700, 50, 600))].map((part) => [...part]);
    };
    assert.deepEqual(bits(), bits());
    assert.equal(tf.memory().numTensors, before);
  },
});

Deno.test({
  name: "leadingComponents() of large data are as many as the samples can tell, or as are wanted",
  ignore,
  async fn() {
    await native();
    const train = samples(0, 700, 600, 3, false);
    // Each wave is a product of one function of samples and one of features: one component.
    assert.equal(leadingComponents(train, { components: 20 }).values.length, 3);
    assert.equal(leadingComponents(train, { components: 2 }).values.length, 2);
    const alike = { rows: 700, columns: 600, values: new Float32Array(700 * 600).fill(2) };
    const { values, scores } = leadingComponents(alike, { components: 5 });
    assert.deepEqual([values.length, scores(alike).length], [0, 0]);
    const whole = leadingComponents(samples(0, 520, 510)).values;
    assert.equal(whole.length, 510, "all that there are, without a number");
  },
});

Deno.test({
  name: "leadingComponents() of large data say how far they are",
  ignore,
  async fn() {
    await native();
    const shares: number[] = [];
    leadingComponents(samples(0, 520, 510), {
      components: 2,
      onProgress: (share) => shares.push(share),
    });
    assert.ok(shares.length >= 5 && shares.at(-1) === 1, `${shares}`);
    shares.forEach((share, i) => assert.ok(share > (shares[i - 1] ?? 0)));
  },
});

Deno.test("leadingComponents() of small data are the exact ones, to the bit", () => {
  const train = samples(0, 40, 30), own = leadingComponents(train, { components: 4 });
  const exact = principalComponents(train, { components: 4 });
  assert.deepEqual([own.values, own.scores(train)], [exact.values, exact.scores(train)]);
});
