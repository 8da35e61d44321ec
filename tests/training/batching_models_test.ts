import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { infoVae, iwae, logCoshVae, type Model, vae } from "../../lib/models/mod.ts";
import type { Moments, Params } from "../../lib/models/network.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { nativeBackend } from "../../lib/tensorflow/native_backend.ts";
import { clipGradients } from "../../lib/training/_clip_gradients.ts";
import type { Job } from "../../lib/training/engine.ts";
import { gradientsOf } from "../../lib/training/_gradients.ts";
import { lossTerms, warmedUp } from "../../lib/training/_loss_terms.ts";
import { jobSpecs, noiseShapes, normalizedLayers } from "../../lib/training/_parameters.ts";
import { decodingErrorsOf, posteriorOf } from "../../lib/training/_posterior.ts";
import { compareWithLoop, type Formula, type Input } from "./_batching.ts";
import { NATIVE, toyDataset, toyJob } from "./_setup.ts";

const ROWS = 8, DATASET = toyDataset();

/** Two layers, and many operations of which the four models use none. */
const unusual: Model = {
  ...vae,
  name: "unusual",
  options: {},
  parameters: ({ genes, hidden, latent }) => ({
    "encoder/kernel": { shape: [genes, hidden], initial: { fanIn: genes } },
    "encoder/scale": { shape: [hidden], initial: { constant: 1 } },
    "posterior/kernel": { shape: [hidden, 2 * latent], initial: { fanIn: hidden } },
    "decoder/kernel": { shape: [latent, genes], initial: { fanIn: latent } },
    "table": { shape: [4, latent], initial: { fanIn: 4 } },
  }),
  encode({ weights }, x) {
    const h = layerNorm(tf.matMul(x, weights["encoder/kernel"]!)).mul(weights["encoder/scale"]!);
    const [mean, logVariance] = tf.split(
      tf.matMul(
        h.leakyRelu(0.1).concat(h.elu(), 0).slice(0, x.shape[0]),
        weights["posterior/kernel"]!,
      ),
      2,
      1,
    );
    return { mean: mean!, logVariance: logVariance!.softplus().neg() };
  },
  decode: ({ weights }, z) =>
    tf.matMul(z.softmax().cumsum(1).add(z.selu()), weights["decoder/kernel"]!),
  loss(params, x, { epsilon }) {
    const { mean, logVariance } = this.encode(params, x), table = params.weights.table!;
    const z = mean.add(logVariance.exp().pow(0.5).mul(epsilon!));
    const picked = tf.gather(table, tf.tensor1d([3, 0, 0, 2], "int32"));
    const hot = tf.oneHot(mean.argMax(1), mean.shape[1]!).toFloat();
    const near = z.expandDims(1).tile([1, 4, 1]).sub(picked).square().sum(-1).min(1);
    const error = this.decode(params, z).sub(x), size = error.abs();
    const huber = tf.where(size.greaterEqual(1), size.sub(0.5), error.square().mul(0.5));
    const reconstruction = huber.sum(1).mean();
    const [first, ...others] = tf.unstack(z.reverse(1).pad([[0, 0], [1, 0]]), 1);
    const mixed = others.reduce((sum, one) => sum.add(one.mul(first!).erf()), tf.zerosLike(near));
    const extra = tf.stack([near, mixed, hot.mul(mean).sum(1), z.transpose().max(0)])
      .clipByValue(-3, 3).logSoftmax().mean();
    return { loss: reconstruction.sub(extra), reconstruction };
  },
};

function layerNorm(x: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  return x.sub(mean).div(variance.add(1e-5).sqrt());
}

const JOBS: Readonly<Record<string, Job>> = {
  "vae": toyJob(vae),
  "vae, loss summed over genes": toyJob(vae, { reduction: "sum" }),
  "vae without normalization": toyJob(vae, { normalization: "none" }),
  "vae that warms up and clips": toyJob(vae, { klWarmup: 3, clipNorm: 0.1 }),
  "info-vae": toyJob(infoVae),
  "info-vae with the other kernel": toyJob(infoVae, {
    modelOptions: { kernel: "inverse-multiquadratic" },
    klWarmup: 2,
  }),
  "iwae": toyJob(iwae, { modelOptions: { samples: 3 }, clipNorm: 1 }),
  "iwae of one sample": toyJob(iwae, { modelOptions: { samples: 1 } }),
  "logcosh-vae": toyJob(logCoshVae, { clipNorm: 1 }),
  "logcosh-vae without normalization": toyJob(logCoshVae, {
    normalization: "none",
    modelOptions: { sharpness: 2 },
  }),
  "a model of other operations": toyJob(unusual, { clipNorm: 0.5, klWarmup: 2 }),
};

/** Tensors of a job by what they are, as the inputs of a formula and back. */
function inputsOf(job: Job) {
  const weights = Object.entries(jobSpecs(job, DATASET)), noise = noiseShapes(job, ROWS);
  const layers = Object.entries(normalizedLayers(jobSpecs(job, DATASET)));
  const given = (all: readonly tf.Tensor[], names: readonly string[], from: number) =>
    Object.fromEntries(names.map((name, i) => [name, all[from + i]!]));
  const first = 1 + weights.length, end = first + noise.length;
  return {
    x: { shape: [ROWS, DATASET.genes.length] } as Input,
    weights: weights.map(([, { shape }]): Input => ({ shape, from: (value) => value / 2 })),
    noise: noise.map(({ shape }): Input => ({ shape })),
    moments: layers.flatMap(([, shape]): Input[] => [
      { shape },
      { shape, from: (value) => Math.abs(value) + 0.5 },
    ]),
    unpack: (all: readonly tf.Tensor[]) => ({
      x: all[0]!,
      weights: given(all, weights.map(([name]) => name), 1),
      noise: given(all, noise.map(({ name }) => name), first),
      moments: Object.fromEntries(layers.map(([layer], i) => {
        const [mean, variance] = all.slice(end + 2 * i);
        return [layer, { mean: mean!, variance: variance! }];
      })),
    }),
  };
}

/** Loss terms, gradients and a step's moments, of each slot's own rows and of the same in all. */
function trainingFormula(job: Job): Formula {
  const { x, weights, noise, unpack } = inputsOf(job), scalar = { shape: [], from: () => 0.3 };
  return {
    inputs: [x, ...weights, ...noise, scalar, scalar],
    gradients: false,
    tolerance: 1e-5, // what normalization subtracts is larger than what is left
    batched: [true, false].map((own) => [
      own,
      ...weights.map(() => true),
      ...noise.map(() => own),
      own,
      false,
    ]),
    body: (...all) => {
      const { x, weights, noise } = unpack(all), [warmUp, clipNorm] = all.slice(-2);
      const observed: Moments[] = [];
      const terms = (observe?: Params["observe"]) => {
        const whole = lossTerms(job, { weights, observe }, x, noise);
        return job.klWarmup > 0 ? warmedUp(job, whole, warmUp!) : whole;
      };
      const values = terms((_, moments) => void observed.push(moments));
      const gradients = gradientsOf(job, () => terms().loss, Object.values(weights));
      const clipped = job.clipNorm === null ? gradients : clipGradients(gradients, clipNorm!);
      const moments = observed.flatMap(({ mean, variance }) => [mean, variance]);
      return [
        ...Object.values(values),
        ...clipped.filter((gradient) => gradient !== null),
        ...moments,
      ];
    },
  };
}

/** What evaluation gives: loss terms, encoding and errors, of the same rows in every slot and of each one's own. */
function evaluationFormula(job: Job): Formula {
  const { x, weights, noise, moments, unpack } = inputsOf(job);
  return {
    inputs: [x, ...weights, ...noise, ...moments],
    gradients: false,
    tolerance: 1e-5, // what normalization subtracts is larger than what is left
    batched: [false, true].map((own) => [
      own,
      ...[...weights, ...noise, ...moments].map(() => true),
    ]),
    body: (...all) => {
      const { x, weights, noise, moments } = unpack(all), params = { weights, moments };
      const { mean, logVariance } = posteriorOf(job, params, x);
      const terms = lossTerms(job, params, x, noise);
      return [...Object.values(terms), mean, logVariance, decodingErrorsOf(job, params, x, mean)];
    },
  };
}

for (const [name, job] of Object.entries(JOBS)) {
  for (
    const [what, formula] of [["training", trainingFormula], [
      "evaluation",
      evaluationFormula,
    ]] as const
  ) {
    Deno.test({
      name: `the ${what} of ${name}, recorded once with slots, gives what a loop over slots does`,
      ignore: !NATIVE,
      async fn() {
        await loadTensorFlow({ backend: "tensorflow" });
        const native = nativeBackend(), before = tf.memory().numTensors;
        const operations = compareWithLoop(formula(job), native);
        assert.ok(operations.size > 5, `${[...operations]}`);
        assert.equal(tf.memory().numTensors, before);
      },
    });
  }
}
