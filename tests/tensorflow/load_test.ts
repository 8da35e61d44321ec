import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../lib/errors.ts";
import { normal } from "../../lib/random.ts";
import { type Backend, loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { install } from "../../lib/tensorflow/install.ts";
import { fromFileUrl } from "./_paths.ts";

const { backend } = await install({ sources: [] });
const native = backend === "tensorflow";
if (!native) console.error("SKIPPED: tests of the native TensorFlow need `deno task setup`");

Deno.test({
  name:
    "loadTensorFlow() multiplies matrices on every backend as float64 does, to float32's precision",
  async fn() {
    const [rows, inner, columns] = [33, 70, 5];
    const a = normal([1, 0], rows * inner), b = normal([2, 0], inner * columns);
    const exact = product(a, b, [rows, inner, columns]);
    const backends: Backend[] = native ? ["tensorflow", "wasm", "cpu"] : ["wasm", "cpu"];
    for (const backend of backends) {
      const loaded = await loadTensorFlow({ backend });
      assert.deepEqual([loaded.backend, tf.getBackend()], [backend, backend]);
      const found = tf.tidy(() =>
        tf.matMul(tf.tensor2d(a, [rows, inner]), tf.tensor2d(b, [inner, columns])).dataSync()
      );
      const worst = Math.max(...exact.map((value, i) => Math.abs(value - (found[i] ?? NaN))));
      // A sum of 70 products of size 1: about 70 rounding errors of 2^-24 each, at worst.
      assert.ok(worst < 70 * 2 ** -22, `${backend} is off by ${worst}`);
    }
  },
});

/** The product of two row-major matrices, summed in double precision. */
function product(a: Float32Array, b: Float32Array, sizes: [number, number, number]): number[] {
  const [rows, inner, columns] = sizes;
  return Array.from({ length: rows * columns }, (_, at) => {
    const row = Math.floor(at / columns), column = at % columns;
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += a[row * inner + k]! * b[k * columns + column]!;
    return sum;
  });
}

Deno.test({
  name: "loadTensorFlow() returns the instance that other modules import, and names its versions",
  ignore: !native,
  async fn() {
    const loaded = await loadTensorFlow();
    assert.equal(loaded.tf, tf);
    assert.equal(loaded.native, true);
    assert.equal(loaded.versions.tfjs, "4.22.0");
    assert.equal(loaded.versions.tfjsNode, "4.22.0");
    assert.match(loaded.versions.tensorflow ?? "", /^2\.\d+\.\d+$/);
    const javascript = await loadTensorFlow({ backend: "cpu" });
    assert.deepEqual([javascript.native, javascript.versions.tensorflow], [false, null]);
  },
});

Deno.test("loadTensorFlow() refuses an unknown backend and names those that there are", async () => {
  // @ts-expect-error a type checker refuses it as well
  const loading = loadTensorFlow({ backend: "webgl" });
  await assert.rejects(
    loading,
    new InputError(
      'Cannot load TensorFlow with backend "webgl"; use "tensorflow", "wasm" or "cpu"',
    ),
  );
});

Deno.test("loadTensorFlow() prints nothing of its own, whichever backend", async () => {
  for (const backend of native ? [undefined, "wasm", "cpu"] : ["wasm", "cpu"]) {
    const { out, said } = await runLoad(JSON.stringify({ backend }));
    assert.deepEqual([out, said], [`${backend ?? "tensorflow"} 11\n`, ""]);
  }
});

Deno.test({
  name: "loadTensorFlow() shows TensorFlow's errors only, unless the environment asks for more",
  ignore: !native,
  async fn() {
    assert.equal((await runLoad("{}")).said, "");
    assert.match((await runLoad("{}", { TF_CPP_MIN_LOG_LEVEL: "0" })).said, /oneDNN|cpu_feature/);
  },
});

Deno.test("loadTensorFlow() without a build says what it uses instead, and how to mend it", async () => {
  const folder = await unbuiltProject();
  const { out, said } = await runLoad("{}", {}, folder);
  assert.equal(out, "wasm 11\n");
  assert.match(said, /^TensorFlow's native library is not set up.*`deno task setup`.*\n$/);
  const refused = await runLoad('{"backend":"tensorflow"}', {}, folder);
  assert.match(refused.out, /^InputError Cannot use backend "tensorflow".*`deno task setup`/);
  await Deno.remove(folder, { recursive: true });
});

/** The project's library beside packages of which tfjs-node has no native build. */
async function unbuiltProject(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "load-test-" });
  const packages = `${folder}/node_modules/@tensorflow`;
  await Deno.mkdir(`${packages}/tfjs-node`, { recursive: true });
  const real = fromFileUrl("../../node_modules/@tensorflow");
  for (const name of ["tfjs", "tfjs-backend-wasm"]) {
    await Deno.symlink(await Deno.realPath(`${real}/${name}`), `${packages}/${name}`);
  }
  await Deno.copyFile(`${real}/tfjs-node/package.json`, `${packages}/tfjs-node/package.json`);
  cpSync(fromFileUrl("../../lib"), `${folder}/lib`, { recursive: true });
  const { imports } = JSON.parse(await Deno.readTextFile(fromFileUrl("../../deno.json")));
  const config = { nodeModulesDir: "manual", imports };
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(config));
  return folder;
}

async function runLoad(
  options: string,
  env: Record<string, string> = {},
  project = fromFileUrl("../.."),
): Promise<{ out: string; said: string }> {
  const program = await Deno.makeTempFile({ suffix: ".ts" });
  const module = `${project}/lib/tensorflow/load.ts`;
  await Deno.writeTextFile(
    program,
    `import { loadTensorFlow } from ${JSON.stringify(module)};
    try {
      const { tf, backend } = await loadTensorFlow(${options});
      console.log(backend, tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0]);
    } catch (error) {
      console.log(error.name, error.message);
    }`,
  );
  const args = ["run", "-A", "--quiet", "--config", `${project}/deno.json`, program];
  try {
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, env }).output();
    const decoder = new TextDecoder();
    return { out: decoder.decode(stdout), said: decoder.decode(stderr) };
  } finally {
    await Deno.remove(program);
  }
}
