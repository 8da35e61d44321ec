import assert from "node:assert/strict";
import { fromFileUrl } from "./_paths.ts";
import { Scratch } from "./_scratch.ts";

// One real build: 270 MB from PyPI, 20 s of compiler.
const lacking = await lacks();
if (lacking) console.error(`SKIPPED: a real build of TensorFlow's addon needs ${lacking}`);

Deno.test({
  name: "install() builds the real addon against the pinned TensorFlow, which then multiplies",
  ignore: lacking !== undefined,
  async fn() {
    await using scratch = await Scratch.create();
    const real = fromFileUrl("../../node_modules/@tensorflow/tfjs-node");
    await Deno.mkdir(`${scratch.packageFolder}/binding`);
    for await (const { name } of Deno.readDir(`${real}/binding`)) {
      await Deno.copyFile(`${real}/binding/${name}`, `${scratch.packageFolder}/binding/${name}`);
    }
    const env = { PATH: Deno.env.get("PATH") ?? "", CXX: Deno.env.get("CXX") ?? "" };
    const { installation, stderr } = await scratch.run({}, env);
    assert.equal(installation.backend, "tensorflow", JSON.stringify(installation));
    assert.match(stderr, /^Compiling tfjs-node's addon/m);
    const code = `import { createRequire } from "node:module";
      const library = createRequire(import.meta.url)(Deno.args[0]);
      const { TF_Version, TF_FLOAT, TF_ATTR_TYPE: type, TF_ATTR_BOOL: bool } = library;
      const tensor = (shape, ...values) =>
        library.createTensor(shape, TF_FLOAT, new Float32Array(values));
      const attributes = [{ name: "T", type, value: TF_FLOAT },
        { name: "transpose_a", type: bool, value: false },
        { name: "transpose_b", type: bool, value: false }];
      const inputs = [tensor([2, 2], 1, 2, 3, 4), tensor([2, 1], 5, 6)];
      const [product] = library.executeOp("MatMul", attributes, inputs, 1);
      console.log(TF_Version, ...library.tensorDataSync(product.id));`;
    const addon = `${scratch.packageFolder}/lib/napi-v8/tfjs_binding.node`;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-config", code, addon],
      env: { TF_CPP_MIN_LOG_LEVEL: "2" },
    }).output();
    // 1·5 + 2·6 and 3·5 + 4·6
    assert.equal(new TextDecoder().decode(stdout), "2.21.0 17 39\n");
  },
});

async function lacks(): Promise<string | undefined> {
  if (Deno.build.os === "windows") return "Linux or macOS";
  if (!await works(Deno.env.get("CXX") || "g++", "--version")) return "a C++ compiler";
  const args = [
    "-m",
    "pip",
    "download",
    "--no-deps",
    "--retries",
    "0",
    "--timeout",
    "10",
    "--quiet",
  ];
  const folder = await Deno.makeTempDir();
  const reached = await works("python3", ...args, "--dest", folder, "six==1.17.0");
  await Deno.remove(folder, { recursive: true });
  return reached ? undefined : "python3, pip and PyPI";
}

async function works(program: string, ...args: string[]): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args }).output()).success;
  } catch {
    return false;
  }
}
