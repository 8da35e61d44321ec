import { strict as assert } from "node:assert";
import { cpSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import { temporaryFolder } from "../_temporary.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const native = (await availableBackend()).backend === "tensorflow";
const TRAINING = ["lib/training/train.ts", "lib/training/open_engine.ts"];
const PARTS = ["network", "loss", "optimizer", "batches", "stopping"] as const;

/** The project with further rows in the table of options, and nothing else changed. */
function copyWith(rows: string): string {
  const folder = `${temporaryFolder({ prefix: "vae-sensitivity-options-" })}/`;
  for (const name of ["lib", "deno.json", "deno.lock"]) {
    cpSync(ROOT + name, folder + name, { recursive: true });
  }
  symlinkSync(`${ROOT}node_modules`, `${folder}node_modules`);
  const table = `${folder}lib/options/run_options.ts`, text = Deno.readTextFileSync(table);
  const end = text.indexOf("} as const satisfies");
  Deno.writeTextFileSync(table, text.slice(0, end) + rows + text.slice(end));
  return folder;
}

const row = (name: string, part: string) =>
  `${name}: { minimum: 0, part: "${part}", identity: "unless-default", default: 1, help: "of a test" },\n`;

async function deno(folder: string, ...args: string[]) {
  const command = new Deno.Command(Deno.execPath(), {
    args,
    cwd: folder,
    env: { NO_COLOR: "1", INIT_CWD: folder },
    stdin: "null",
  });
  const { code, stdout, stderr } = await command.output(), decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

Deno.test({
  name: "a row that nothing uses does not compile, whichever part it is for",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = copyWith(PARTS.map((part) => row(`${part}Test`, part)).join(""));
    const { code, err } = await deno(folder, "check", "--quiet", ...TRAINING);
    assert.notEqual(code, 0);
    for (const part of PARTS) {
      assert.match(err, new RegExp(`'\\{ ${part}Test: number; \\}' is not assignable`), part);
    }
    // Those of the loss and the optimizer also have to say whether they shape a graph or are fed to it.
    assert.match(err, /Found 7 errors/);
  },
});

Deno.test({
  name:
    "a row is all that a flag, its help, an axis, a column, an identity and a notebook's option take",
  ignore: !native || Deno.build.os === "windows",
  async fn() {
    const folder = copyWith(row("throwAway", "stopping"));
    const sweep = (...args: string[]) =>
      deno(folder, "run", "--quiet", "-A", "--no-check", "lib/cli/sweep.ts", ...args);
    assert.match((await sweep("--help")).out, /--throw-away <value> +of a test \(default: 1\)/);
    const grid =
      "--data synthetic-120x60 --genes 20 --models vae --learning-rates 1e-3 --latent-sizes 2"
        .split(" ");
    const small = [...grid, ..."--optimizers adam --hidden-size 4 --max-epochs 1".split(" ")];
    const varied = await sweep(...small, "--axis", "throw-away=1,2", "--out", "outputs/varied");
    assert.equal(varied.code, 0, varied.err);
    const [header, ...lines] = Deno.readTextFileSync(`${folder}outputs/varied/results.csv`).trim()
      .split("\n").map((line) => line.split(","));
    const column = header!.indexOf("throw_away");
    assert.deepEqual(lines.map((cells) => Number(cells[column])).sort(), [1, 2]);
    const fixed = await sweep(...small, "--throw-away", "0.5", "--out", "outputs/fixed");
    assert.equal(fixed.code, 0, fixed.err);
    const refused = await sweep(...small, "--throw-away", "-1");
    assert.match(refused.err, /^--throw-away: got "-1", takes a number of at least 0\n$/);
    const manifest = JSON.parse(Deno.readTextFileSync(`${folder}outputs/fixed/sweep.json`));
    assert.equal(manifest.fixed.throwAway, 0.5);
    const script = `
      import { sweepLive } from "./lib/notebook/mod.ts";
      const axes = { models: ["vae"], learningRates: [1e-3], latentSizes: [2], optimizers: ["adam"] };
      const data = "synthetic-120x60", small = { hiddenSize: 4, maxEpochs: 1 };
      const sweep = (throwAway) =>
        sweepLive({ data, genes: 20, axes, fixed: { ...small, throwAway }, out: "outputs/live-" + throwAway });
      const { results } = await sweep(1);
      console.log("run", results.getColumn("run").toArray().join());
      await sweep("much").catch((error) => console.log(error.name, error.message));`;
    Deno.writeTextFileSync(`${folder}script.ts`, script);
    const live = await deno(folder, "run", "--quiet", "-A", "--no-check", "script.ts");
    assert.equal(live.code, 0, live.err);
    assert.match(live.out, /InputError --throw-away: got "much", takes a number of at least 0/);
    // At its default it changes no identity: runs of older folders stay what they are.
    const usual = lines.find((cells) => Number(cells[column]) === 1)![header!.indexOf("run")];
    assert.match(live.out, new RegExp(`^run ${usual}$`, "m"));
    const before = await deno(
      ROOT,
      ...["run", "--quiet", "-A", "lib/cli/sweep.ts", ...small, "--out", `${folder}outputs/before`],
    );
    assert.equal(before.code, 0, before.err);
    assert.match(Deno.readTextFileSync(`${folder}outputs/before/results.csv`), new RegExp(usual!));
  },
});
