import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { infoVae, iwae, vae } from "../../lib/models/mod.ts";
import type { Job } from "../../lib/training/engine.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { ENGINES, NATIVE, toyDataset, toyJob } from "./_setup.ts";

const bad = (name: keyof Job, ...values: unknown[]) =>
  values.map((value) =>
    [
      { ...toyJob(vae), [name]: value } as Job,
      `Cannot train with ${name} = ${value}: it takes`,
    ] as const
  );

/** Jobs that mean nothing, and what the user is told. */
const REFUSED: readonly (readonly [Job, string])[] = [
  ...bad("latentSize", 0, -1, 2.5, NaN),
  ...bad("hiddenSize", 0, 1.5),
  ...bad("batchSize", 1, 0, 7.5),
  ...bad("learningRate", 0, -1e-3, NaN, Infinity),
  ...bad("seed", -1, 0.5, 2 ** 31, NaN),
  ...bad("optimizer", "lbfgs", "Adam"),
  ...bad("normalization", "layer"),
  [toyJob(vae, { batchSize: 25 }), "the training split of toy has 24 rows; choose a smaller batch"],
  [
    toyJob(vae, { modelOptions: { klWieght: 2 } }),
    "Cannot train vae with klWieght = 2: its options are",
  ],
  [
    toyJob(vae, { modelOptions: { klWeight: -1 } }),
    "klWeight = -1: it takes a number of at least 0",
  ],
  [toyJob(vae, { modelOptions: { klWeight: "2" } }), "klWeight = 2: it takes a number"],
  [
    toyJob(iwae, { modelOptions: { samples: 1.5 } }),
    "samples = 1.5: it takes an integer of at least 1",
  ],
  [toyJob(infoVae, { modelOptions: { bandwidth: 0 } }), "bandwidth = 0: it takes a number above 0"],
  [toyJob(infoVae, { modelOptions: { kernel: "linear" } }), "gaussian or inverse-multiquadratic"],
  [toyJob(vae, { initialWeights: { "mean/bias": new Float32Array(2) } }), "the parameter takes 3"],
  [toyJob(vae, { initialWeights: { "maen/bias": new Float32Array(3) } }), "does not exist"],
];

for (const options of ENGINES) {
  Deno.test({
    name:
      `start() of the ${options.engine} engine on ${options.backend} refuses what no training can be`,
    ignore: options.backend === "tensorflow" && !NATIVE,
    async fn() {
      const engine = await openEngine(options), dataset = toyDataset();
      engine.start(toyJob(vae), dataset).dispose(); // a graph that fits is at hand
      for (const [job, text] of REFUSED) {
        assert.throws(() => engine.start(job, dataset), (error) => {
          assert.ok(error instanceof InputError, String(error));
          assert.ok(error.message.includes(text), `${error.message} lacks: ${text}`);
          return true;
        });
      }
      for (const split of ["validation", "test"] as const) {
        const empty = { ...dataset, [split]: toyDataset({ [split]: 0 })[split] };
        const start = () => engine.start(toyJob(vae), empty);
        assert.throws(start, new RegExp(`toy: its ${split} split has no rows`));
      }
      engine.start(toyJob(vae, { batchSize: 24 }), dataset).dispose();
      engine.dispose();
    },
  });
}
