import assert from "node:assert/strict";
import type { Dataset } from "../../lib/data/dataset.ts";
import { MODELS } from "../../lib/models/mod.ts";
import type { Job, Training } from "../../lib/training/engine.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { train } from "../../lib/training/train.ts";
import { apart, fiftySteps, roundingLimit } from "./_fifty_steps.ts";
import { BOTH, inOrder, largestDifference, NATIVE, toyDataset, toyJob } from "./_setup.ts";

const ignore = !NATIVE;

/** Random networks: sizes drawn once, with every option of every model away from its default in turn. */
const CASES: readonly (Partial<Omit<Job, "model">> & { readonly model: string })[] = [
  { model: "vae", batchSize: 5, latentSize: 1, optimizer: "sgd", learningRate: 1e-4 },
  { model: "vae", batchSize: 24, latentSize: 7, hiddenSize: 16, modelOptions: { klWeight: 0.3 } },
  { model: "vae", normalization: "none", optimizer: "rmsprop", learningRate: 1e-4 },
  { model: "vae", optimizer: "sgd", modelOptions: { klWeight: 0 } },
  { model: "iwae", batchSize: 2, latentSize: 2, hiddenSize: 9, modelOptions: { samples: 1 } },
  { model: "iwae", batchSize: 7, latentSize: 4, modelOptions: { samples: 11 } },
  { model: "iwae", normalization: "none", optimizer: "sgd", learningRate: 1e-4 },
  { model: "info-vae", batchSize: 6, latentSize: 5, hiddenSize: 4, modelOptions: { mmdWeight: 3 } },
  { model: "info-vae", modelOptions: { kernel: "inverse-multiquadratic" }, optimizer: "rmsprop" },
  { model: "info-vae", modelOptions: { bandwidth: 0.25 }, normalization: "none" },
  { model: "logcosh-vae", batchSize: 9, latentSize: 2, modelOptions: { sharpness: 1 } },
  { model: "logcosh-vae", normalization: "none", modelOptions: { klWeight: 2, sharpness: 50 } },
];

const label = ({ model, ...rest }: (typeof CASES)[number]) =>
  `${model} ${JSON.stringify(rest).replaceAll('"', "")}`;

function jobOf({ model, ...overrides }: (typeof CASES)[number], seed: number): Job {
  return toyJob(MODELS[model]!, { ...overrides, seed });
}

/** Starts the same job on both engines, and frees both whatever happens. */
async function onBoth(
  job: Job,
  dataset: Dataset,
  use: (graph: Training, eager: Training) => void,
): Promise<void> {
  const engines = [await openEngine(BOTH[0]), await openEngine(BOTH[1])];
  const [graph, eager] = engines.map((engine) => engine.start(job, dataset));
  try {
    use(graph!, eager!);
  } finally {
    graph!.dispose();
    eager!.dispose();
    for (const engine of engines) engine.dispose();
  }
}

CASES.forEach((which, seed) => {
  Deno.test({
    name: `trainEpoch() agrees between engines over fifty steps: ${label(which)}`,
    ignore,
    async fn() {
      const job = jobOf(which, seed), dataset = toyDataset();
      const engines = [await openEngine(BOTH[0]), await openEngine(BOTH[1])];
      const [graph, eager] = engines.map((engine) => fiftySteps(engine, job, dataset));
      for (const engine of engines) engine.dispose();
      assert.deepEqual(graph!.start, eager!.start);
      assert.deepEqual(graph!.terms.map(Object.keys), eager!.terms.map(Object.keys));
      assert.deepEqual(Object.keys(graph!.end).sort(), Object.keys(eager!.end).sort());
      const [a, b] = [graph!, eager!].map(({ terms }) => Object.values(terms[0]!));
      const first = largestDifference(a!, b!);
      assert.ok(first < 1e-5, `the first step's terms differ by ${first}`);
      const found = apart(graph!, eager!);
      const limit = roundingLimit(job, dataset, { whole: eager!, found });
      const kernel = "encoder_hidden/kernel";
      const moved = largestDifference(graph!.end[kernel]!, graph!.start[kernel]!);
      assert.ok(moved > 1e-4, "fifty steps left the weights where they were");
      for (const what of ["terms", "weights"] as const) {
        const text = `${what} differ by ${found[what].toExponential(1)}`;
        console.log(`${text}, rounding explains ${limit[what].toExponential(1)}`);
        assert.ok(found[what] < limit[what], text);
      }
    },
  });
});

for (const [i, model] of Object.values(MODELS).entries()) {
  Deno.test({
    name:
      `evaluate(), encode(), reconstructionError() and sampleErrors() agree between engines: ${model.name}`,
    ignore,
    async fn() {
      // More rows than are evaluated at a time, cut into pieces of two sizes.
      const dataset = toyDataset({ train: 24, validation: 131, test: 65, seed: i });
      await onBoth(toyJob(model, { seed: i }), dataset, (graph, eager) => {
        for (const training of [graph, eager]) training.trainEpoch(inOrder(24));
        for (const split of ["train", "validation", "test"] as const) {
          const [a, b] = [graph.evaluate(split), eager.evaluate(split)];
          assert.deepEqual(Object.keys(a), Object.keys(b));
          assert.ok(largestDifference(Object.values(a), Object.values(b)) < 1e-4, split);
          const errors = [graph.reconstructionError(split), eager.reconstructionError(split)];
          assert.ok(Math.abs(errors[0]! / errors[1]! - 1) < 1e-5, split);
          const each = [graph.sampleErrors(split), eager.sampleErrors(split)];
          assert.ok(largestDifference(each[0]!, each[1]!) < 1e-4, split);
          const mean = each[0]!.reduce((sum, error) => sum + error, 0) / dataset[split].rows;
          assert.ok(Math.abs(mean / errors[0]! - 1) < 1e-5, `${split}: not the error of all`);
          assert.ok(Math.max(...each[0]!) > 1.01 * mean, `${split}: samples are told apart`);
          const [p, q] = [graph.encode(split), eager.encode(split)];
          assert.equal(p.mean.length, dataset[split].rows * 3);
          assert.ok(largestDifference(p.mean, q.mean) < 1e-4, split);
          assert.ok(largestDifference(p.logVariance, q.logVariance) < 1e-4, split);
        }
      });
    },
  });
}

for (const options of BOTH) {
  Deno.test({
    name:
      `evaluate(), encode(), errors of samples and of all of the ${options.engine} engine change ` +
      "neither weights nor moving averages, and give the same at every call",
    ignore,
    async fn() {
      const engine = await openEngine(options), dataset = toyDataset();
      for (const model of Object.values(MODELS)) {
        const training = engine.start(toyJob(model), dataset);
        training.trainEpoch(inOrder(24));
        const before = training.weights();
        const measure = () =>
          (["train", "validation", "test"] as const).map((split) => [
            training.evaluate(split),
            training.reconstructionError(split),
            training.sampleErrors(split),
            training.encode(split),
          ]);
        const first = measure();
        assert.deepEqual(measure(), first);
        // The same weights again, of which nothing is remembered.
        training.snapshot();
        training.restore();
        assert.deepEqual(measure(), first);
        assert.deepEqual(training.weights(), before);
        training.trainEpoch(inOrder(24));
        assert.notDeepEqual(training.weights(), before);
        training.dispose();
      }
      engine.dispose();
    },
  });

  Deno.test({
    name: `restore() of the ${options.engine} engine returns to the very bits that snapshot() saw`,
    ignore,
    async fn() {
      const engine = await openEngine(options), dataset = toyDataset();
      for (const model of Object.values(MODELS)) {
        const training = engine.start(toyJob(model), dataset);
        assert.throws(() => training.restore(), /no snapshot was taken/);
        training.trainEpoch(inOrder(24));
        training.snapshot();
        const saved = [training.weights(), training.evaluate("validation")];
        for (let round = 0; round < 2; round++) {
          training.trainEpoch(inOrder(24));
          assert.notDeepEqual(training.weights(), saved[0]);
          assert.notDeepEqual(training.evaluate("validation"), saved[1]);
          training.restore();
          assert.deepEqual([training.weights(), training.evaluate("validation")], saved);
        }
        training.dispose();
        const next = engine.start(toyJob(model), dataset);
        assert.throws(() => next.restore(), /no snapshot was taken/);
        next.dispose();
      }
      engine.dispose();
    },
  });
}

for (const [normalization, learningRate] of [["none", 0.1], ["batch", 1000]] as const) {
  Deno.test({
    name:
      `train() ends as diverged at the same epoch and step in both engines: SGD at ${learningRate}, ` +
      `normalization ${normalization}`,
    ignore,
    async fn() {
      const dataset = toyDataset({ genes: 300, train: 40 }), found = [];
      for (const options of BOTH) {
        const engine = await openEngine(options);
        const result = await train(MODELS.vae!, dataset, {
          ...{ engine, optimizer: "sgd", learningRate, normalization, hiddenSize: 16 },
          ...{ batchSize: 8, latentSize: 3 },
        });
        engine.dispose();
        assert.equal(result.status, "diverged");
        assert.equal(result.testMse, null);
        assert.equal(result.steps, result.divergence!.step);
        found.push([result.divergence, result.epochs, result.history.length]);
      }
      console.log(JSON.stringify(found[0]));
      assert.deepEqual(found[0], found[1]);
    },
  });
}
