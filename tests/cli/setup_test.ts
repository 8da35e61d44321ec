import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { install } from "../../lib/tensorflow/install.ts";

const program = fileURLToPath(new URL("../../lib/cli/setup.ts", import.meta.url));
const { backend } = await install({ sources: [] });
const ignore = backend !== "tensorflow";
if (ignore) console.error("SKIPPED: setup() is tested where `deno task setup` has run already");

// The permissions of the task; no network, as nothing is left to fetch.
const PERMISSIONS = ["--allow-read", "--allow-write=node_modules,.cache", "--allow-env"];

async function setup(...args: string[]) {
  const all = [
    "run",
    "--no-prompt",
    ...PERMISSIONS,
    "--allow-run",
    "--allow-sys",
    program,
    ...args,
  ];
  const cwd = fileURLToPath(new URL("../..", import.meta.url));
  const env = { NO_COLOR: "1" };
  const ended = await new Deno.Command(Deno.execPath(), { args: all, cwd, env }).output();
  const [out, said] = [ended.stdout, ended.stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code: ended.code, out: out ?? "", said: said ?? "" };
}

Deno.test({
  name: "setup() says which Deno, TensorFlow, backend, library, processor and cores it found",
  ignore,
  async fn() {
    const { code, out, said } = await setup();
    assert.deepEqual([code, said], [0, ""]);
    const titles = out.trim().split("\n").map((line) => line.split("  ")[0]);
    assert.deepEqual(titles, ["Deno", "TensorFlow", "Backend", "Library", "Processor", "Cores"]);
    assert.match(out, new RegExp(`^Deno +${Deno.version.deno}$`, "m"));
    assert.match(out, /^Backend +tensorflow, tfjs and tfjs-node 4\.22\.0$/m);
    assert.match(out, new RegExp(`^Cores +${navigator.hardwareConcurrency};`, "m"));
    assert.ok(!out.includes(Deno.cwd()), "no absolute path");
  },
});

Deno.test({
  name: "setup() with --quiet says nothing where nothing has to be done",
  ignore,
  async fn() {
    assert.deepEqual(await setup("--quiet"), { code: 0, out: "", said: "" });
  },
});

Deno.test({
  name: "setup() ends with code 2 and one line for a wrong option, and explains itself with --help",
  ignore,
  async fn() {
    const wrong = await setup("--nope");
    const said = "error: unknown option '--nope'; `deno task setup --help` lists the options\n";
    assert.deepEqual(wrong, { code: 2, out: "", said });
    const help = await setup("--help");
    assert.equal(help.code, 0);
    assert.match(help.out, /--quiet/);
  },
});
