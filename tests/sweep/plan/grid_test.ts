import { strict as assert } from "node:assert";
import { InputError } from "../../../lib/errors.ts";
import { type Axes, expandGrid, optionValue, POSTER_GRID } from "../../../lib/sweep/plan/grid.ts";
import { runId } from "../../../lib/sweep/plan/identity.ts";

const SMALL: Axes = {
  models: ["vae"],
  learningRates: [0.1],
  latentSizes: [10],
  optimizers: ["adam"],
  seeds: [0],
};

Deno.test("expandGrid() gives every combination of the poster's axes once", () => {
  const runs = expandGrid(POSTER_GRID);
  const keys = runs.map(({ model, learningRate, latentSize, optimizer }) =>
    [model, learningRate, latentSize, optimizer].join()
  );
  assert.equal(runs.length, 4 * 5 * 6 * 3);
  assert.equal(new Set(keys).size, 360);
});

Deno.test("expandGrid() lets neighbours differ in their learning rate alone, so that they share a graph", () => {
  const runs = expandGrid(POSTER_GRID);
  const changes = runs.slice(1).filter((run, i) => {
    const before = runs[i]!;
    return run.model !== before.model || run.latentSize !== before.latentSize ||
      run.optimizer !== before.optimizer;
  });
  assert.equal(changes.length, 4 * 6 * 3 - 1);
});

Deno.test("expandGrid() varies an option only for the models that have it", () => {
  const runs = expandGrid({
    ...SMALL,
    models: ["vae", "iwae"],
    further: { klWeight: [0, 0.5, 1] },
  });
  assert.deepEqual(runs.map(({ model }) => model), ["vae", "vae", "vae", "iwae"]);
  assert.deepEqual(runs.map(({ modelOptions }) => modelOptions.klWeight), [0, 0.5, 1, undefined]);
});

Deno.test("expandGrid() varies momentum for SGD alone: the others have one run, that of a sweep without", () => {
  const grid = { ...SMALL, optimizers: ["adam", "sgd", "rmsprop"] };
  const runs = expandGrid({ ...grid, further: { momentum: [0, 0.9], batchSize: [32, 64] } });
  const momenta = (batchSize: number) =>
    runs.filter(({ settings }) => settings.batchSize === batchSize).map((
      run,
    ) => [run.optimizer, optionValue(run, "momentum")]);
  const expected = [["adam", null], ["sgd", 0], ["sgd", 0.9], ["rmsprop", null]];
  assert.deepEqual([momenta(32), momenta(64)], [expected, expected]);
  assert.equal(runs.length, 8);
  const id = (run: typeof runs[number]) =>
    runId(run, { dataHash: "0", engine: "graph", backend: "tensorflow" });
  const plain = expandGrid(grid), fixed = expandGrid(grid, { momentum: 0.9 });
  assert.equal(fixed.length, 3);
  assert.deepEqual(fixed.map(({ settings }) => settings.momentum), [0, 0.9, 0]);
  assert.deepEqual(fixed.map((run, i) => id(run) === id(plain[i]!)), [true, false, true]);
  assert.deepEqual(
    runs.filter(({ settings }) => settings.batchSize === 64).map(id).filter((one) =>
      [...plain, ...fixed].map(id).includes(one)
    ).length,
    4,
  );
});

Deno.test("optionValue() of a run of before there was an option is its default", () => {
  const run = expandGrid(SMALL)[0]!, { reduction: _, ...settings } = run.settings;
  const before = { ...run, settings: settings as typeof run.settings };
  assert.equal(optionValue(before, "reduction"), "sum");
});

Deno.test("expandGrid() fills in defaults, so that asking for one is the same run as leaving it out", () => {
  assert.deepEqual(
    expandGrid(SMALL, { batchSize: 64, klWeight: 1 }),
    expandGrid({ ...SMALL, further: { patience: [10] } }),
  );
});

Deno.test("expandGrid() refuses what is not valid, naming the option, the value and the domain", () => {
  const cases: [Partial<Axes>, string][] = [
    [{ models: ["gan"] }, '--models: got "gan", takes vae, iwae, info-vae, logcosh-vae'],
    [{ models: [] }, '--models: got "", takes a list of different models'],
    [{ learningRates: [] }, "--learning-rates: got an empty list, takes one value or more"],
    [{ learningRates: [0] }, '--learning-rates: got "0", takes a number above 0'],
    [{ latentSizes: [2.5] }, '--latent-sizes: got "2.5", takes an integer of at least 1'],
    [{ latentSizes: [10, 10] }, "--latent-sizes: got 10 twice"],
    [{ optimizers: ["lion"] }, '--optimizers: got "lion", takes adam or sgd or rmsprop'],
    [{ seeds: [-1] }, '--seeds: got "-1", takes an integer of at least 0'],
    [
      { seeds: [2 ** 31] },
      '--seeds: got "2147483648", takes an integer of at least 0, at most 2147483647',
    ],
    [{ further: { samples: [5] } }, "--axis samples: none of the models vae has this option"],
    [
      { optimizers: ["adam", "rmsprop"], further: { momentum: [0, 0.9] } },
      "--axis momentum: none of the optimizers adam, rmsprop has this option",
    ],
    [
      { optimizers: ["sgd"], further: { momentum: [1] } },
      '--axis momentum: got "1", takes a number of at least 0 and below 1',
    ],
    [
      { further: { kernel: [1] } },
      '--axis kernel: got "1", takes gaussian or inverse-multiquadratic',
    ],
  ];
  for (const [axes, message] of cases) {
    assert.throws(() => expandGrid({ ...SMALL, ...axes }), new InputError(message));
  }
});

Deno.test("expandGrid() refuses one momentum for all where no optimizer has it, but for its default", () => {
  assert.throws(
    () => expandGrid(SMALL, { momentum: 0.9 }),
    new InputError("--momentum: none of the optimizers adam has this option"),
  );
  assert.equal(expandGrid(SMALL, { momentum: 0 }).length, 1);
});
