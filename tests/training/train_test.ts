import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { iwae, vae } from "../../lib/models/mod.ts";
import { permutation, PURPOSE, stream } from "../../lib/random.ts";
import { train, type TrainOptions } from "../../lib/training/train.ts";
import { FakeEngine, type Script } from "./_fake_engine.ts";
import { toyDataset } from "./_setup.ts";

const dataset = toyDataset();

const losses = (...values: number[]): Script => ({ validation: values.map((loss) => ({ loss })) });

async function run(script: Script, options: Omit<TrainOptions, "engine"> = {}) {
  const engine = new FakeEngine(script);
  return { engine, ...await train(vae, dataset, { engine, patience: 3, ...options }) };
}

Deno.test("train() stops after the patience and measures the restored best epoch", async () => {
  const { engine, ...result } = await run(losses(5, 4, 3, 3.5, 3.1, 3.5));
  assert.equal(result.status, "converged");
  assert.equal(result.epochs, 6);
  assert.equal(result.bestEpoch, 3);
  assert.equal(result.testMse, 0.03); // the fake's error is its epoch in hundredths
  assert.deepEqual(result.train, { loss: 3 });
  assert.deepEqual(result.validation, { loss: 3 });
  assert.deepEqual(result.history.map(({ validation }) => validation.loss), [
    5,
    4,
    3,
    3.5,
    3.1,
    3.5,
  ]);
  assert.deepEqual(result.history.map(({ epoch }) => epoch), [1, 2, 3, 4, 5, 6]);
  const errors = result.history.map(({ validationMse }) => validationMse);
  assert.deepEqual(errors, [0.01, 0.02, 0.03, 0.04, 0.05, 0.06]);
  assert.equal(result.validationMse, 0.03);
  assert.deepEqual(
    engine.calls.filter((call) => !/evaluate|train/.test(call)),
    ["start", "snapshot 1", "snapshot 2", "snapshot 3", "restore 3", "dispose 3"],
  );
});

Deno.test("train() says stalled where the network that early stopping reports is not 5 % better than the mean", async () => {
  const { values } = dataset.validation;
  const mean = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  const status = async (losses: number[], errors: number[], options = {}) => {
    const validation = losses.map((loss) => ({ loss }));
    const result = await run({ validation, errors: errors.map((e) => e * mean) }, options);
    return [result.status, result.testMse !== null];
  };
  const three = [2, 1, 3, 3, 3];
  // The reported epoch is the second: what the others reach does not count.
  assert.deepEqual(await status(three, [0.9, 0.9501, 0.9, 0.9, 0.9]), ["stalled", true]);
  assert.deepEqual(await status(three, [1.1, 0.9499, 1.1, 1.1, 1.1]), ["converged", true]);
  assert.deepEqual(await status(three, [1, NaN, 1, 1, 1]), ["stalled", true]);
  // What the cap ended might have learned with more epochs.
  assert.deepEqual(await status([2, 1], [1, 1], { maxEpochs: 2 }), ["max_epochs", true]);
  assert.deepEqual(await status([1, 1, 1, 1], [1, 1, 1, 1], { fixedEpochs: 4 }), [
    "max_epochs",
    true,
  ]);
});

Deno.test("train() takes its patience and threshold from the options", async () => {
  const script = losses(5, 4.9, 4.8, 4.7, 4.6, 4.5, 4.4, 4.3);
  const strict = await run(script, { patience: 2, minDelta: 0.1 });
  // 10 % of 5 is 0.5: no epoch from 2 to 3 improves on 5 by that much.
  assert.deepEqual([strict.status, strict.epochs, strict.bestEpoch], ["converged", 3, 1]);
  const patient = await run(script, { patience: 6, minDelta: 0.1, maxEpochs: 8 });
  // 4.4 is the first below 4.5, in epoch 7, just before six epochs without improvement are over.
  assert.deepEqual([patient.status, patient.epochs, patient.bestEpoch], ["max_epochs", 8, 7]);
  const late = await run(losses(1, 2, 2, 2, 2, 2, 2), { minEpochs: 6 });
  assert.deepEqual([late.status, late.epochs, late.bestEpoch], ["converged", 6, 1]);
});

Deno.test("train() ends at the cap on epochs with the best so far", async () => {
  const better = await run(losses(4, 3, 2, 1), { maxEpochs: 4 });
  assert.deepEqual([better.status, better.epochs, better.bestEpoch], ["max_epochs", 4, 4]);
  const worse = await run(losses(4, 5, 6), { maxEpochs: 3 });
  assert.deepEqual([worse.status, worse.bestEpoch, worse.testMse], ["max_epochs", 1, 0.01]);
});

Deno.test("train() that ends in the epoch of both cap and patience has converged", async () => {
  const { status, epochs } = await run(losses(1, 2, 2, 2), { maxEpochs: 4 });
  assert.deepEqual([status, epochs], ["converged", 4]);
});

const fine = { loss: 2, reconstruction: 1, kl: 1 };

Deno.test("train() takes the best epoch and its patience from the epochs after warm-up", async () => {
  // The lowest loss, in epoch 1, is one of warm-up; the third epoch without improvement on epoch 3 is epoch 6.
  const { engine, status, epochs, bestEpoch } = await run(losses(1, 9, 5, 5, 6, 7, 2), {
    klWarmup: 3,
  });
  assert.deepEqual([status, epochs, bestEpoch], ["converged", 6, 3]);
  assert.deepEqual(engine.calls.filter((call) => /snapshot/.test(call)), ["snapshot 3"]);
  assert.deepEqual(engine.epochs, [1, 2, 3, 4, 5, 6]);
  const last = await run(losses(1, 2, 3), { klWarmup: 3, maxEpochs: 3 });
  assert.deepEqual([last.status, last.bestEpoch], ["max_epochs", 3]);
});

Deno.test("train() refuses a warm-up that no epoch comes after, and a momentum of what has none", async () => {
  const refused = (options: Partial<TrainOptions>, message: RegExp) =>
    assert.rejects(run(losses(1), options), { name: "InputError", message });
  await refused({ klWarmup: 4, maxEpochs: 3 }, /^Cannot train with klWarmup = 4: .* 3 epochs/);
  await refused({ klWarmup: 101 }, /klWarmup = 101: .* 100 epochs/);
  await refused({ klWarmup: 3, fixedEpochs: 2 }, /klWarmup = 3: .* 2 epochs/);
  await refused({ minEpochs: 4, maxEpochs: 3 }, /minEpochs = 4: .* 3 epochs, so early stopping/);
  await refused(
    { momentum: 0.9 },
    /^Cannot train with adam and momentum = 0.9: sgd alone has this option$/,
  );
  await refused(
    { momentum: 1, optimizer: "sgd" },
    /momentum = 1: it takes a number of at least 0 and below 1$/,
  );
  await refused({ clipNorm: 0 }, /clipNorm = 0: it takes a number above 0$/);
});

Deno.test("train() reports the epoch, step and part where numbers ceased to be finite", async () => {
  const cases = [
    [{ loss: NaN, reconstruction: 1, kl: NaN }, "kl"],
    [{ loss: Infinity, reconstruction: Infinity, kl: NaN }, "reconstruction"],
    [{ loss: -Infinity, reconstruction: 1, kl: 1 }, "loss"],
  ] as const;
  for (const [bad, part] of cases) {
    const { engine, ...result } = await run({
      steps: [[fine, fine, fine], [fine, fine, fine], [fine, bad, fine]],
      validation: [fine, fine, fine],
    });
    assert.equal(result.status, "diverged");
    assert.deepEqual(result.divergence, { epoch: 3, step: 8, part }); // 3 + 3 + 2
    assert.deepEqual([result.epochs, result.steps, result.history.length], [3, 8, 2]);
    const { bestEpoch, train, validation, test, validationMse, testMse, testR2 } = result;
    assert.deepEqual([bestEpoch, train, validation, test], Array(4).fill(null));
    assert.deepEqual([validationMse, testMse, testR2], Array(3).fill(null));
    assert.equal(result.testLogLikelihood, null);
    assert.ok(engine.calls.at(-1)!.startsWith("dispose"));
    assert.ok(!engine.calls.some((call) => call.startsWith("restore")));
  }
});

Deno.test("train() reports a validation that is not finite as divergence, at the last step", async () => {
  const { status, divergence, steps } = await run({
    validation: [fine, { ...fine, kl: Infinity, loss: Infinity }],
  });
  assert.equal(status, "diverged");
  assert.deepEqual(divergence, { epoch: 2, step: 4, part: "validation kl" });
  assert.equal(steps, 4);
});

Deno.test("train() with fixedEpochs takes every epoch, past divergence and without stopping", async () => {
  const bad = { ...fine, loss: NaN };
  const steps = [[fine, fine], [fine, bad], [bad, bad], [bad, bad]];
  const past = await run({ steps, validation: [fine, bad, bad, bad] }, { fixedEpochs: 4 });
  assert.deepEqual([past.status, past.epochs, past.steps], ["diverged", 4, 8]);
  assert.deepEqual(past.divergence, { epoch: 2, step: 4, part: "loss" });
  assert.deepEqual([past.testMse, past.history.length], [null, 4]);
  const { engine, ...flat } = await run(losses(1, 2, 3, 4, 5, 6), { fixedEpochs: 6, maxEpochs: 2 });
  assert.deepEqual([flat.status, flat.epochs, flat.bestEpoch], ["max_epochs", 6, 6]);
  assert.equal(flat.testMse, 0.06);
  assert.ok(!engine.calls.some((call) => /snapshot|restore/.test(call)));
});

Deno.test("train() shuffles all rows anew each epoch, by the seed alone", async () => {
  const script = losses(4, 3, 2), options = { maxEpochs: 3, seed: 5 };
  const [first, again, other] = [
    await run(script, options),
    await run(script, options),
    await run(script, { ...options, seed: 6 }),
  ];
  const { orders } = first.engine;
  assert.deepEqual(orders, again.engine.orders);
  assert.notDeepEqual(orders[0], other.engine.orders[0]);
  assert.notDeepEqual(orders[0], orders[1]);
  for (const [i, order] of orders.entries()) {
    const expected = permutation([5, stream(PURPOSE.shuffle, i + 1)], dataset.train.rows);
    assert.deepEqual(order, expected);
  }
});

Deno.test("train() gives engines the study's defaults and the model's own options", async () => {
  const engine = new FakeEngine(losses(1));
  await train(vae, dataset, { engine, maxEpochs: 1 });
  assert.deepEqual(engine.job, {
    ...{ model: vae, modelOptions: { klWeight: 1 }, latentSize: 50, hiddenSize: 512 },
    ...{ batchSize: 64, normalization: "batch", optimizer: "adam", learningRate: 1e-3, seed: 0 },
    ...{ maxEpochs: 1, patience: 10, minDelta: 1e-4, fixedEpochs: null },
    ...{ minEpochs: 0, reduction: "sum", klWarmup: 0, momentum: 0, clipNorm: null },
  });
  const other = new FakeEngine(losses(1));
  await train(iwae, dataset, { engine: other, maxEpochs: 1, modelOptions: { samples: 9 } });
  assert.deepEqual(other.job!.modelOptions, { samples: 9 });
});

Deno.test("train() averages the steps of an epoch, and scales R² by the test split's squares", async () => {
  const steps = [[{ loss: 1, kl: 4 }, { loss: 2, kl: 0 }, { loss: 6, kl: 2 }]];
  const { history, testR2 } = await run({ steps, validation: [{ loss: 1 }] }, { maxEpochs: 1 });
  assert.deepEqual(history[0]!.train, { loss: 3, kl: 2 });
  const { values } = dataset.test;
  const meanSquare = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  assert.ok(Math.abs(testR2! - (1 - 0.01 / meanSquare)) < 1e-9);
});

Deno.test("train() waits for onEpoch, calls onEnd at the reported epoch, and frees before it returns", async () => {
  const seen: unknown[] = [], engine = new FakeEngine(losses(2, 1, 3, 3, 3));
  await train(vae, dataset, {
    engine,
    patience: 3,
    async onEpoch({ epoch }) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      seen.push([epoch, engine.calls.filter((call) => call.startsWith("train")).length]);
    },
    onEnd: async (training) => void seen.push((await training.weights()).epochs![0]),
  });
  assert.deepEqual(seen, [[1, 1], [2, 2], [3, 3], [4, 4], [5, 5], 2]);
  assert.ok(engine.calls.at(-1)!.startsWith("dispose"));
});

Deno.test("train() frees its training when a callback throws, and passes the error on", async () => {
  for (const name of ["onEpoch", "onEnd"]) {
    const engine = new FakeEngine(losses(1));
    const fails = () => {
      throw new TypeError(name);
    };
    const training = train(vae, dataset, { engine, maxEpochs: 1, [name]: fails });
    await assert.rejects(training, { name: "TypeError", message: name });
    assert.ok(engine.calls.at(-1)!.startsWith("dispose"));
  }
});

Deno.test("train() counts the time of a diverged epoch in its steps per second", async () => {
  const engine = new FakeEngine({ steps: [[fine, { ...fine, loss: NaN }]], validation: [] });
  const start = engine.start.bind(engine);
  engine.start = (job) => {
    const training = start(job);
    const trainEpoch: typeof training.trainEpoch = (...args) => {
      const until = performance.now() + 20;
      while (performance.now() < until);
      return training.trainEpoch(...args);
    };
    return { ...training, trainEpoch };
  };
  const { steps, stepsPerSecond } = await train(vae, dataset, { engine });
  assert.equal(steps, 2);
  assert.ok(stepsPerSecond > 0 && stepsPerSecond <= 2 / 0.02, `${stepsPerSecond}`);
});

Deno.test("train() refuses epochs and stopping rules that mean nothing, before anything starts", async () => {
  const bad: Partial<TrainOptions>[] = [
    ...[0, -1, 1.5, NaN, Infinity].flatMap((n) => [{ maxEpochs: n }, { fixedEpochs: n }]),
    ...[0, 2.5, NaN].map((patience) => ({ patience })),
    ...[-0.1, NaN, Infinity].map((minDelta) => ({ minDelta })),
  ];
  for (const options of bad) {
    const engine = new FakeEngine(losses(1)),
      [[name, value]] = Object.entries(options) as [
        [string, unknown],
      ];
    await assert.rejects(train(vae, dataset, { engine, ...options }), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, new RegExp(`${name} = ${value}: it takes`));
      return true;
    });
    assert.deepEqual(engine.calls, []);
  }
});

Deno.test("train() refuses a misspelt option: it would train another network than was meant", async () => {
  for (const options of [{ latentsize: 2 }, { maxEpoch: 1 }, { klWeight: 9 }]) {
    const [name] = Object.keys(options);
    await assert.rejects(
      train(vae, dataset, { engine: new FakeEngine(losses(1)), ...options }),
      {
        name: "InputError",
        message: new RegExp(`^Cannot train with ${name}: the options are engine, `),
      },
    );
  }
});
