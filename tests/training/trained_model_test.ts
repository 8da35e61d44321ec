import assert from "node:assert/strict";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { syntheticCohort } from "../../lib/data/synthetic.ts";
import { InputError } from "../../lib/errors.ts";
import { iwae, MODELS, vae } from "../../lib/models/mod.ts";
import type { Encoding } from "../../lib/training/engine.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { readSafetensors, writeSafetensors } from "../../lib/training/safetensors.ts";
import { train, type TrainOptions } from "../../lib/training/train.ts";
import { TrainedModel } from "../../lib/training/trained_model.ts";
import deepVae from "../../notebooks/example/deep_vae.ts";
import { ENGINES, largestDifference, NATIVE } from "./_setup.ts";
import { temporaryFolder } from "../_temporary.ts";

// More test samples than are computed at a time.
const cohort = syntheticCohort({ samples: 480, genes: 30, cancerTypes: 3 });
const dataset = { ...prepareDataset(cohort), scale: "log2" as const };
const small = { latentSize: 3, hiddenSize: 10, batchSize: 16, maxEpochs: 3 };

function temporary(): string {
  return `${temporaryFolder()}/models/network.safetensors`;
}

/** A small network trained on plain JavaScript. */
async function trainSmall(
  model = vae,
  options: Partial<TrainOptions> = {},
): Promise<TrainedModel> {
  const engine = await openEngine({ backend: "cpu" });
  return (await train(model, dataset, { ...small, ...options, engine })).trained!;
}

for (const options of ENGINES) {
  for (const normalization of ["batch", "none"] as const) {
    Deno.test({
      name:
        `TrainedModel gives what the ${options.engine} engine on ${options.backend} gave of every ` +
        `model's reported epoch, normalization ${normalization}`,
      ignore: options.backend === "tensorflow" && !NATIVE,
      async fn() {
        const engine = await openEngine(options);
        for (const model of [...Object.values(MODELS), deepVae]) {
          let encoding: Encoding | undefined, errors: Float32Array | undefined;
          const { trained, testMse } = await train(model, dataset, {
            ...{ ...small, engine, normalization, learningRate: 0.01 },
            async onEnd(training) {
              encoding = await training.encode("test");
              errors = await training.sampleErrors("test");
            },
          });
          const { values, rows } = dataset.test, found = trained!.encode(values);
          assert.ok(rows > 64, `${rows} rows are one chunk`);
          assert.ok(largestDifference(found.mean, encoding!.mean) < 1e-5, model.name);
          assert.ok(largestDifference(found.logVariance, encoding!.logVariance) < 1e-5, model.name);
          assert.ok(largestDifference(trained!.errors(values), errors!) < 1e-5, model.name);
          const error = trained!.reconstruct(values).reduce(
            (sum, value, i) => sum + (value - values[i]!) ** 2,
            0,
          ) / values.length;
          assert.ok(Math.abs(error / testMse! - 1) < 1e-5, `${model.name}: ${error}, ${testMse}`);
        }
        engine.dispose();
      },
    });
  }
}

Deno.test("TrainedModel.load() gives what save() was given, and the same results bit for bit", async () => {
  for (const model of [vae, iwae, deepVae]) {
    for (const normalization of ["batch", "none"] as const) {
      const trained = await trainSmall(model, { normalization }), path = temporary();
      trained.save(path);
      const loaded = TrainedModel.load(path, model === deepVae ? { model } : {});
      assert.deepEqual(loaded.content, trained.content);
      const { values } = dataset.test;
      assert.deepEqual(loaded.encode(values), trained.encode(values));
      assert.deepEqual(loaded.reconstruct(values), trained.reconstruct(values));
      assert.deepEqual(loaded.errors(values), trained.errors(values));
    }
  }
});

Deno.test("TrainedModel.content says what the network was trained on, and with which options", async () => {
  const { content } = await trainSmall(vae, { seed: 4, modelOptions: { klWeight: 0.5 } });
  assert.equal(content.model, vae);
  assert.deepEqual(content.genes, dataset.genes);
  assert.deepEqual(content.means, dataset.means);
  assert.deepEqual(content.standardDeviations, dataset.standardDeviations);
  assert.deepEqual(content.dataset, { name: dataset.name, hash: dataset.hash });
  assert.equal(content.scale, "log2");
  const { latentSize, hiddenSize, seed, modelOptions, optimizer, patience } = content.options;
  assert.deepEqual({ latentSize, hiddenSize, seed, modelOptions, optimizer, patience }, {
    ...{ latentSize: 3, hiddenSize: 10, seed: 4, modelOptions: { klWeight: 0.5 } },
    ...{ optimizer: "adam", patience: 10 },
  });
});

Deno.test("TrainedModel.save() writes real shapes, and strings alone as metadata", async () => {
  const path = temporary();
  (await trainSmall()).save(path);
  const bytes = Deno.readFileSync(path);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const { __metadata__: metadata, ...tensors } = JSON.parse(
    new TextDecoder().decode(bytes.subarray(8, 8 + length)),
  );
  assert.deepEqual(tensors["encoder_hidden/kernel"].shape, [30, 10]);
  assert.deepEqual(tensors["encoder_norm/variance"].shape, [10]);
  assert.deepEqual([tensors["data/means"].dtype, tensors["data/means"].shape], ["F64", [30]]);
  assert.ok(Object.values(metadata).every((value) => typeof value === "string"));
  assert.deepEqual(JSON.parse(metadata.genes), dataset.genes);
  // The format has no holes, and numbers lie at multiples of their size.
  const places = Object.values<{ dtype: string; data_offsets: [number, number] }>(tensors)
    .sort((a, b) => a.data_offsets[0] - b.data_offsets[0]);
  let end = 0;
  for (const { dtype, data_offsets: [start, next] } of places) {
    assert.equal(start, end);
    assert.equal((8 + length + start) % (dtype === "F64" ? 8 : 4), 0);
    end = next;
  }
  assert.equal(bytes.length, 8 + length + end);
});

Deno.test("train() keeps no network of a diverged training, nor where it is told not to", async () => {
  const engine = await openEngine({ backend: "cpu" });
  const options = { ...small, engine, maxEpochs: 1 };
  const diverged = { optimizer: "sgd", learningRate: 1e6 } as const;
  assert.equal((await train(vae, dataset, { ...options, ...diverged })).trained, null);
  assert.equal((await train(vae, dataset, { ...options, keepModel: false })).trained, null);
});

Deno.test("TrainedModel refuses values that are not whole rows", async () => {
  const trained = await trainSmall();
  for (const size of [0, 29, 31]) {
    assert.throws(() => trained.encode(new Float32Array(size)), {
      name: "InputError",
      message: `Cannot use vae on ${size} values: it needs rows of 30 genes`,
    });
  }
});

/** What loading says of a file's content. */
function refusal(bytes: Uint8Array, model = vae): string {
  const path = Deno.makeTempFileSync();
  Deno.writeFileSync(path, bytes);
  try {
    TrainedModel.load(path, { model });
  } catch (error) {
    assert.ok(error instanceof InputError, String(error));
    assert.ok(!error.message.includes("\n"), error.message);
    return error.message.replace(path, "FILE");
  }
  return "none";
}

Deno.test("TrainedModel.load() notices a file cut anywhere, and a bit that fell over anywhere", async () => {
  const path = temporary();
  (await trainSmall()).save(path);
  const bytes = Deno.readFileSync(path);
  assert.equal(refusal(bytes), "none");
  for (let i = 0; i < 200; i++) {
    const at = Math.floor(i * bytes.length / 200);
    assert.match(refusal(bytes.subarray(0, at)), /^Cannot read FILE: .*(truncated|damaged)/);
    const fallen = bytes.slice();
    fallen[at]! ^= 1 << (i % 8);
    assert.match(refusal(fallen), /^Cannot (read|load) FILE: /, `byte ${at}`);
  }
});

Deno.test("TrainedModel.load() refuses what is something else, in one line that says what to do", async () => {
  const trained = await trainSmall(), path = temporary();
  trained.save(path);
  const text = (content: string) => new TextEncoder().encode(content);
  const header = (content: unknown) => {
    const json = text(JSON.stringify(content)), bytes = new Uint8Array(8 + json.length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
    bytes.set(json, 8);
    return bytes;
  };
  assert.match(refusal(text("sample\tgene\n")), /not a safetensors file/);
  assert.match(refusal(text("")), /not a safetensors file/);
  assert.match(refusal(header([1])), /header is damaged, or it is not a safetensors file/);
  assert.match(refusal(header({ a: 1 })), /tensor a is not described/);
  assert.match(
    refusal(header({ a: { dtype: "F32", shape: [1], data_offsets: [0, 4] } })),
    /not fit/,
  );
  assert.match(
    refusal(header({ a: { dtype: "BF16", shape: [0], data_offsets: [0, 0] } })),
    /of type BF16, only F32 and F64 are read/,
  );
  assert.match(refusal(header({ __metadata__: { a: 1 } })), /metadata is damaged/);
  assert.match(refusal(header({})), /not a trained model of this program/);
  const { tensors, metadata } = readSafetensors(path);
  const changed = (other: Record<string, string>, without?: string) => {
    const left = Object.entries(tensors).filter(([name]) => name !== without);
    writeSafetensors(path, {
      tensors: Object.fromEntries(left),
      metadata: { ...metadata, ...other },
    });
    return Deno.readFileSync(path);
  };
  assert.match(
    refusal(changed({ format: "2" })),
    /format 2, this version reads 1; use the version/,
  );
  assert.match(refusal(changed({ genes: "[" })), /metadata "genes" is missing or damaged/);
  assert.match(
    refusal(changed({}, "mean/bias")),
    /tensor mean\/bias is missing, the network of vae takes \[3\]/,
  );
  assert.match(refusal(changed({}), iwae), /holds the model vae, not iwae: give that one/);
  changed({ model: "mine" });
  assert.throws(
    () => TrainedModel.load(path),
    /mine, which is not registered: give it as the option/,
  );
  assert.throws(() => TrainedModel.load("/no/such/file"), { name: "InputError" });
  assert.throws(() => TrainedModel.load(temporaryFolder()), { name: "InputError" });
});

Deno.test("a trained model knows the 99th percentile of its training samples' errors, and the share of validation samples above", async () => {
  const trained = await trainSmall(), { value, validationShare } = trained.content.errorLimit!;
  const errors = [...trained.errors(dataset.train.values)].sort((a, b) => a - b);
  // By NumPy's rule: between the two order statistics around 0.99 (n - 1).
  const at = 0.99 * (errors.length - 1), low = Math.floor(at);
  const expected = errors[low]! + (at - low) * (errors[low + 1]! - errors[low]!);
  assert.ok(Math.abs(value / expected - 1) < 1e-5, `${value}, ${expected}`);
  const validation = trained.errors(dataset.validation.values);
  assert.equal(
    validationShare,
    validation.filter((error) => error > value).length / validation.length,
  );
});

Deno.test("TrainedModel.load() takes files of before there was a limit, and refuses one that is no number", async () => {
  const trained = await trainSmall(), path = temporary();
  trained.save(path);
  const { tensors, metadata } = readSafetensors(path), { error_limit: _, ...before } = metadata;
  writeSafetensors(path, { tensors, metadata: before });
  assert.equal(TrainedModel.load(path).content.errorLimit, null);
  writeSafetensors(path, { tensors, metadata: { ...before, error_limit: "{}" } });
  assert.throws(() => TrainedModel.load(path), /its metadata "error_limit" is damaged/);
});

Deno.test("TrainedModel.decode() of posterior means is the reconstruction", async () => {
  const trained = await trainSmall(), { values } = dataset.test;
  assert.deepEqual(trained.decode(trained.encode(values).mean), trained.reconstruct(values));
  assert.throws(() => trained.decode(new Float32Array(4)), /needs rows of 3 latent dimensions/);
});
