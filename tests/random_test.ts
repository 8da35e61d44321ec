import assert from "node:assert/strict";
import { normal, permutation, PURPOSE, stream, uniform } from "../lib/random.ts";
import { availableBackend } from "../lib/tensorflow/available.ts";
import { loadTensorFlow } from "../lib/tensorflow/load.ts";
import { nativeBackend } from "../lib/tensorflow/native_backend.ts";

const ignore = (await availableBackend()).backend !== "tensorflow";
if (ignore) {
  console.error("SKIPPED: comparison with TensorFlow's generator needs `deno task setup`");
}

/** Philox 4×32-10 by the paper's formulas in whole numbers of any size: slow, and sharing no code with lib. */
function philox(counter: readonly number[], key: readonly number[]): number[] {
  const mask = 0xffffffffn;
  let [c0, c1, c2, c3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const a = 0xd2511f53n * c0, b = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [(b >> 32n) ^ c1 ^ k0, b & mask, (a >> 32n) ^ c3 ^ k1, a & mask];
    [k0, k1] = [(k0 + 0x9e3779b9n) & mask, (k1 + 0xbb67ae85n) & mask];
  }
  return [c0, c1, c2, c3].map(Number);
}

/** The words behind a stream: TensorFlow scrambles seed and stream into key and counter. */
function words([seed, stream]: readonly [number, number], count: number): number[] {
  const scrambled = philox([seed, 0, stream, 0], [0x3ec8f720, 0x02461e29]);
  return Array.from({ length: Math.ceil(count / 4) }, (_, block) => {
    return philox([block, 0, ...scrambled.slice(2)], scrambled.slice(0, 2));
  }).flat().slice(0, count);
}

const SEEDS = [[0, 0], [1, 0], [0, 1], [123456789, 3 * 2 ** 24 + 17], [
  2 ** 31 - 1,
  2 ** 31 - 1,
]] as const;

const hex = (text: string) => text.split(" ").map((word) => parseInt(word, 16));

Deno.test("uniform() draws from Philox 4×32-10, by way of Random123's known answers", () => {
  // Known answers: Random123 (github.com/DEShawResearch/random123), tests/kat_vectors, philox4x32 10.
  const vectors = [
    ["0 0 0 0", "0 0", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    [
      "ffffffff ffffffff ffffffff ffffffff",
      "ffffffff ffffffff",
      "408f276d 41c83b0e a20bc7c6 6d5451fd",
    ],
    [
      "243f6a88 85a308d3 13198a2e 03707344",
      "a4093822 299f31d0",
      "d16cfe09 94fdcceb 5001e420 24126ea1",
    ],
  ] as const;
  for (const [counter, key, answer] of vectors) {
    assert.deepEqual(philox(hex(counter), hex(key)), hex(answer));
  }
  for (const seed of SEEDS) {
    const expected = words(seed, 203).map((word) => (word & 0x7fffff) / 2 ** 23);
    assert.deepEqual([...uniform(seed, 203)], expected, `seed ${seed}`);
  }
});

Deno.test("normal() is Box and Muller's transform of the same words", () => {
  for (const seed of SEEDS) {
    const unit = words(seed, 204).map((word) => (word & 0x7fffff) / 2 ** 23);
    normal(seed, 203).forEach((value, i) => {
      const radius = Math.sqrt(-2 * Math.log(Math.max(unit[i - i % 2]!, 1e-7)));
      const angle = 2 * Math.PI * unit[i - i % 2 + 1]!;
      const expected = radius * (i % 2 ? Math.cos(angle) : Math.sin(angle));
      // float32 rounds an angle of up to 6.3 at 2.4e-7, and the radius is at most 5.7.
      assert.ok(Math.abs(value - expected) < 3e-6, `seed ${seed}, ${i}: ${value}, ${expected}`);
    });
  }
});

for (
  const [operation, draw, tolerance] of [
    ["StatelessRandomUniform", uniform, 0],
    ["StatelessRandomNormal", normal, 2e-6], // its logarithm and sine are float32's own
  ] as const
) {
  Deno.test({
    name: `${draw.name}() equals TensorFlow's ${operation}`,
    ignore,
    async fn() {
      const { tf } = await loadTensorFlow({ backend: "tensorflow" });
      const { backend, binding } = nativeBackend();
      const type = binding.TF_ATTR_TYPE, { TF_INT32, TF_FLOAT } = binding;
      const attributes = [
        { name: "dtype", type, value: TF_FLOAT },
        { name: "T", type, value: TF_INT32 },
        { name: "Tseed", type, value: TF_INT32 },
      ];
      for (const seed of SEEDS) {
        for (const count of [1, 2, 3, 5, 4099]) {
          const inputs = [tf.tensor1d([count], "int32"), tf.tensor1d([...seed], "int32")];
          const output = backend.executeSingleOutput(operation, attributes, inputs);
          const expected = output.dataSync(), found = draw(seed, count);
          tf.dispose([...inputs, output]);
          assert.equal(expected.length, count);
          found.forEach((value, i) =>
            assert.ok(
              Math.abs(value - expected[i]!) <= tolerance,
              `seed ${seed}, ${i} of ${count}: ${value}, TensorFlow has ${expected[i]}`,
            )
          );
        }
      }
    },
  });
}

/** Means of the first four powers. */
function moments(values: Float32Array): number[] {
  return [1, 2, 3, 4].map((power) =>
    values.reduce((sum, value) => sum + value ** power, 0) / values.length
  );
}

// Five standard errors of each mean power: a right generator fails once in a million, and its seed is fixed.
Deno.test("uniform() and normal() have the moments of their distributions", () => {
  const count = 400_000, deviations = (variance: number) => 5 * Math.sqrt(variance / count);
  moments(uniform([11, 2], count)).forEach((found, i) => {
    const power = i + 1, expected = 1 / (power + 1);
    const variance = 1 / (2 * power + 1) - expected ** 2;
    assert.ok(Math.abs(found - expected) < deviations(variance), `uniform, power ${power}`);
  });
  const raw = [1, 0, 1, 0, 3, 0, 15, 0, 105]; // E[x^k] of N(0, 1)
  moments(normal([11, 2], count)).forEach((found, i) => {
    const power = i + 1, variance = raw[2 * power]! - raw[power]! ** 2;
    assert.ok(Math.abs(found - raw[power]!) < deviations(variance), `normal, power ${power}`);
  });
});

Deno.test("uniform() lies in [0, 1), and a shorter draw is the start of a longer one", () => {
  const long = uniform([5, 9], 10_001), normals = normal([5, 9], 10_001);
  assert.ok(long.every((value) => value >= 0 && value < 1));
  for (const count of [0, 1, 2, 3, 4, 7]) {
    assert.deepEqual(uniform([5, 9], count), long.slice(0, count));
    assert.deepEqual(normal([5, 9], count), normals.slice(0, count));
  }
});

Deno.test("permutation() holds every integer once, for any count", () => {
  for (const count of [0, 1, 2, 3, 10, 1000]) {
    const order = permutation([3, 1], count);
    assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length: count }, (_, i) => i));
  }
  assert.throws(() => permutation([3, 1], 2 ** 23 + 1), RangeError);
});

Deno.test("permutation() gives each of the 24 orders of four equally often", () => {
  const draws = 24_000, counts = new Map<string, number>();
  for (let i = 0; i < draws; i++) {
    const order = permutation([8, i], 4).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 24);
  const expected = draws / 24;
  const chiSquare = [...counts.values()].reduce(
    (sum, n) => sum + (n - expected) ** 2 / expected,
    0,
  );
  assert.ok(chiSquare < 56.9, `χ² = ${chiSquare}: above the 0.9999 quantile for 23 degrees`);
});

Deno.test("stream() keeps purposes and counters apart, and so does the generator", () => {
  const last = 2 ** 24 - 1, purposes = Object.values(PURPOSE);
  const numbers = purposes.flatMap((purpose) => [0, 1, last].map((at) => stream(purpose, at)));
  assert.equal(new Set(numbers).size, numbers.length);
  assert.ok(numbers.every((number) => number < 2 ** 31));
  const noise = [PURPOSE.trainingNoise, PURPOSE.evaluationNoise];
  for (const purpose of noise) {
    // A model may ask for sixteen noise tensors, numbered from the purpose on.
    assert.ok(purposes.every((other) => other <= purpose || other >= purpose + 16));
  }
  const seeds = [[0, 1], [1, 0], [1, 1], ...numbers.map((number) => [7, number])] as const;
  const starts = seeds.map(([seed, at]) => uniform([seed!, at!], 8).join());
  assert.equal(new Set(starts).size, seeds.length);
  const a = normal([7, numbers[0]!], 20_000), b = normal([7, numbers[1]!], 20_000);
  const correlation = a.reduce((sum, value, i) => sum + value * b[i]!, 0) / a.length;
  assert.ok(Math.abs(correlation) < 5 / Math.sqrt(a.length), `correlation ${correlation}`);
});

Deno.test("stream(), uniform() and normal() refuse what would wrap around", () => {
  for (const [purpose, counter] of [[1, -1], [1, 1.5], [1, 2 ** 24], [128, 0], [-1, 0]]) {
    assert.throws(() => stream(purpose!, counter!), RangeError);
  }
  for (const bad of [-1, 0.5, 2 ** 31, NaN]) {
    assert.throws(() => uniform([bad, 0], 1), RangeError);
    assert.throws(() => normal([0, bad], 1), RangeError);
  }
});
