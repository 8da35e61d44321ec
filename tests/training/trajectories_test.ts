import assert from "node:assert/strict";
import type { Dataset, Split } from "../../lib/data/dataset.ts";
import { MODELS } from "../../lib/models/mod.ts";
import type { Job } from "../../lib/training/engine.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import type { OptimizerName } from "../../lib/optimizers/mod.ts";
import { ENGINES, inOrder, NATIVE, toyJob } from "./_setup.ts";

type Nested = number | readonly Nested[];

/** PyTorch's float64 trajectories of the four models with the three optimizers on a tiny network. */
interface Reference {
  readonly source: string;
  readonly shape: Record<"genes" | "hidden" | "latent" | "batch" | "steps" | "evaluation", number>;
  readonly initial: Record<string, Nested>;
  readonly batches: readonly Nested[];
  readonly noise: readonly (readonly Nested[])[];
  readonly prior: readonly Nested[];
  readonly evaluation: Nested;
  readonly runs: readonly ReferenceRun[];
}

interface ReferenceRun {
  readonly model: string;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly loss: readonly number[];
  readonly parts: readonly Record<string, number>[];
  readonly evaluationMse: { readonly before: number; readonly after: number };
  readonly final: Record<string, Nested>;
}

const REFERENCE: Reference = JSON.parse(
  Deno.readTextFileSync(new URL("../fixtures/trajectories.json", import.meta.url)),
);
const { genes, hidden, latent, batch, steps, evaluation } = REFERENCE.shape;

/** float32 rounds at 6e-8; twelve steps of a small network carry that to some 1e-6, far below this. */
const TOLERANCE = 1e-4;

function flat(values: Nested): Float32Array {
  return Float32Array.from([values].flat(Infinity as 9) as number[]);
}

function split(rows: number, values: Nested): Split {
  const samples = Array.from({ length: rows }, (_, i) => `${i}`);
  return { rows, values: flat(values), samples, cancerTypes: samples };
}

const dataset: Dataset = {
  name: "reference",
  hash: "",
  genes: Array.from({ length: genes }, (_, i) => `${i}`),
  train: split(batch * steps, REFERENCE.batches),
  validation: split(evaluation, REFERENCE.evaluation),
  test: split(evaluation, REFERENCE.evaluation),
};

function jobOf({ model, optimizer, learningRate }: ReferenceRun): Job {
  const noise = (step: number) => {
    const all = REFERENCE.noise[step]!;
    const epsilon = flat(model === "iwae" ? all : all[0]!);
    const given: Record<string, Float32Array> = { epsilon };
    if (model === "info-vae") given.prior = flat(REFERENCE.prior[step]!);
    return given;
  };
  const initialWeights = Object.fromEntries(
    Object.entries(REFERENCE.initial).map(([name, values]) => [name, flat(values)]),
  );
  const sizes = { latentSize: latent, hiddenSize: hidden, batchSize: batch };
  return toyJob(MODELS[model]!, { optimizer, learningRate, noise, initialWeights, ...sizes });
}

/** Found and expected numbers of one run by what they are. */
type Comparison = Record<string, readonly (readonly [found: number, expected: number])[]>;

const pairs = (found: ArrayLike<number>, expected: Nested) =>
  Array.from(flat(expected), (value, i) => [found[i]!, value] as const);

for (const options of ENGINES) {
  for (const run of REFERENCE.runs) {
    Deno.test({
      name: `trainEpoch() and reconstructionError() of the ${options.engine} engine on ` +
        `${options.backend} follow PyTorch: ${run.model}, ${run.optimizer}`,
      ignore: options.backend === "tensorflow" && !NATIVE,
      async fn() {
        const engine = await openEngine(options);
        const training = engine.start(jobOf(run), dataset);
        const before = training.reconstructionError("test");
        const terms = training.trainEpoch(inOrder(batch * steps));
        const after = training.reconstructionError("test"), weights = training.weights();
        training.dispose();
        engine.dispose();
        assert.equal(terms.length, run.loss.length);
        assert.deepEqual(
          Object.keys(terms[0]!).sort(),
          ["loss", ...Object.keys(run.parts[0]!)].sort(),
        );
        const [mean, variance] = run.final["encoder_norm/moving"] as [Nested, Nested];
        compare({
          ...Object.fromEntries(
            Object.keys(run.parts[0]!).map((name) => [
              name,
              run.parts.map((part, step) => [terms[step]![name]!, part[name]!]),
            ]),
          ),
          loss: run.loss.map((loss, step) => [terms[step]!.loss!, loss]),
          "error before": [[before, run.evaluationMse.before]],
          "error after": [[after, run.evaluationMse.after]],
          "moving mean": pairs(weights["encoder_norm/moving_mean"]!, mean),
          "moving variance": pairs(weights["encoder_norm/moving_variance"]!, variance),
          ...Object.fromEntries(["mean/bias", "reconstruction/bias"].map((name) => [
            name,
            pairs(weights[name]!, run.final[name]!),
          ])),
        });
      },
    });
  }
}

/** Losses, parts and errors by relative difference; signed quantities near zero by that to their largest. */
function compare(comparison: Comparison): void {
  let largest = 0, where = "";
  for (const [name, values] of Object.entries(comparison)) {
    const scale = Math.max(...values.map(([, expected]) => Math.abs(expected)));
    const signed = /bias|moving|mmd/.test(name);
    values.forEach(([found, expected], i) => {
      const difference = Math.abs(found - expected) / (signed ? scale : Math.abs(expected));
      assert.ok(difference <= TOLERANCE, `${name} ${i}: got ${found}, PyTorch has ${expected}`);
      if (difference >= largest) [largest, where] = [difference, `${name} ${i}`];
    });
  }
  console.log(`largest relative difference ${largest.toExponential(1)} (${where})`);
}
