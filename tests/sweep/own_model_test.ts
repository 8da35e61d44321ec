import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";
import { planSweep } from "../../lib/sweep/sweep.ts";
import { loadOwnModel } from "../../lib/sweep/plan/own_models.ts";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import { writeReport } from "../../lib/report/write_report.ts";
import { ROOT, rows, sweep, temporary } from "../faults/_sweep.ts";
import { temporaryFolder } from "../_temporary.ts";

const native = (await availableBackend()).backend === "tensorflow";
const NATIVE = { ignore: !native };

const GRID =
  "--data synthetic-120x60 --genes 20 --learning-rates 1e-3 --latent-sizes 2,3 --hidden-size 4"
    .split(" ");
const SMALL = [...GRID, ..."--optimizers adam --max-epochs 2".split(" ")];

/** A deterministic autoencoder with a penalty on its latent means: a formula over the shared network. */
function ridge(change: (text: string) => string = (text) => text): string {
  const file = `${temporaryFolder()}/ridge.ts`, lib = pathToFileURL(`${ROOT}lib/models/`).href;
  Deno.writeTextFileSync(
    file,
    change(`
      import { defineModel } from "${lib}model.ts";
      import { multilayerPerceptron } from "${lib}multilayer_perceptron.ts";
      const { encode, decode } = multilayerPerceptron;
      export default defineModel({
        ...multilayerPerceptron,
        name: "ridge",
        options: { alpha: { minimum: 0, default: 1, help: "weight of the penalty" } },
        noise: () => ({}),
        loss(params, x, _noise, { alpha }) {
          const { mean } = encode(params, x);
          const reconstruction = decode(params, mean).squaredDifference(x).sum(1).mean();
          const penalty = mean.square().sum(1).mean();
          return { loss: reconstruction.add(penalty.mul(alpha)), reconstruction, penalty };
        },
      });`),
  );
  return file;
}

Deno.test({
  name: "sweep --model sweeps a model of one's own over its own option, beside a registered one",
  ...NATIVE,
  async fn() {
    const file = ridge(), out = temporary(), own = ["--model", file, ...SMALL, "--out", out];
    const { code, err } = await sweep(...own, "--models", "ridge,vae", "--axis", "alpha=0,10");
    assert.equal(code, 0, err);
    const found = rows(out).map(({ model, alpha, latent_size }) =>
      [model, alpha, latent_size].join()
    );
    assert.deepEqual(found, [
      ...["ridge,0.0,2", "ridge,10.0,2", "ridge,0.0,3", "ridge,10.0,3"],
      ...["vae,,2", "vae,,3"],
    ]);
    const { total, done } = sweepStatus(out), { axes } = openResultFolder(out);
    assert.deepEqual([total, done], [6, 6]);
    assert.deepEqual(axes.find(({ column }) => column === "alpha")!.models, ["ridge"]);
    const { page } = await writeReport(out);
    assert.match(Deno.readTextFileSync(page), /ridge/);
    const again = await sweep(...own, "--models", "ridge,vae", "--axis", "alpha=0,10");
    assert.match(again.out, /runs +6, 6 of them done before/);
  },
});

Deno.test({
  name:
    "sweep --model alone sweeps that model, gives other runs where its file changes, and never mixes them",
  ...NATIVE,
  async fn() {
    const file = ridge(), out = temporary(), own = ["--model", file, ...SMALL, "--out", out];
    const { code, err } = await sweep(...own, "--alpha", "2");
    assert.equal(code, 0, err);
    assert.deepEqual(rows(out).map(({ model }) => model), ["ridge", "ridge"]);
    Deno.writeTextFileSync(file, `${Deno.readTextFileSync(file)}\n// changed\n`);
    const changed = await sweep(...own, "--alpha", "2");
    assert.equal(changed.code, 2);
    assert.match(changed.err, /the file of model ridge was [0-9a-f]{16}, now [0-9a-f]{16}\)/);
  },
});

Deno.test({
  name: "sweep passes on what a model's file prints, whatever it is, and is not confused by it",
  ...NATIVE,
  async fn() {
    const file = ridge((text) =>
      `console.log("loaded");
      console.log(JSON.stringify({ type: "done", record: { run: "none" } }));
      console.error("x".repeat(65_536) + " at the end of 64 KiB");
      Deno.stdout.writeSync(new TextEncoder().encode("without an end"));
      ${text}`
    );
    const args = ["--model", file, ...SMALL, "--workers", "1", "--retries", "0"];
    const { code, out, err } = await sweep(...args, "--out", temporary());
    assert.equal(code, 0, err.slice(-2000));
    assert.match(out, /^2 of 2 runs finished/m);
    for (const text of ["loaded", '{"type":"done","record":{"run":"none"}}', "without an end"]) {
      assert.ok(err.includes(`worker 1 prints: ${text}\n`), text);
    }
    assert.match(err, /x{65536} at the end of 64 KiB/);
  },
});

Deno.test("loadOwnModel() takes a changed file as it is now", async () => {
  const file = ridge(), first = await loadOwnModel(file);
  Deno.writeTextFileSync(file, Deno.readTextFileSync(file).replace("default: 1", "default: 7"));
  const second = await loadOwnModel(file);
  assert.deepEqual([first, second].map(({ model }) => model.options.alpha!.default), [1, 7]);
  assert.notEqual(first.hash, second.hash);
});

Deno.test("loadOwnModel() takes what a model's file imports for a part of it", async () => {
  const file = ridge((text) =>
    `import { help } from "./words.ts";${text.replace('"weight of the penalty"', "help")}`
  );
  const words = file.replace("ridge.ts", "words.ts");
  Deno.writeTextFileSync(words, 'export const help = "one";');
  const { hash } = await loadOwnModel(file);
  Deno.writeTextFileSync(words, 'export const help = "two";');
  assert.notEqual((await loadOwnModel(file)).hash, hash);
});

Deno.test("an own model's option may have another domain than that of a registered model that is not swept", async () => {
  const words = 'choices: ["weak", "strong"], default: "weak"';
  const file = ridge((text) =>
    text.replaceAll("alpha", "klWeight").replace("minimum: 0, default: 1", words)
  );
  const { jobs } = await planSweep({
    ...{ data: "synthetic-120x60", out: temporaryFolder(), backend: "cpu", model: [file] },
    axes: { latentSizes: [2], further: { klWeight: ["weak", "strong"] } },
  });
  const levels = new Set(jobs.map(({ configuration }) => configuration.modelOptions.klWeight));
  assert.deepEqual([...levels], ["weak", "strong"]);
});

Deno.test({
  name: "sweep draws and tells all that a folder holds, also where it has grown in steps",
  ...NATIVE,
  async fn() {
    const out = temporary(),
      grow = (...args: string[]) => sweep(...SMALL, "--models", "vae", "--out", out, ...args);
    await grow();
    const { out: said, code, err } = await grow("--latent-sizes", "4");
    assert.equal(code, 0, err);
    assert.match(said, /How 3 runs ended/);
    assert.match(said, /1 of 1 runs finished/);
    const bubbles = JSON.parse(Deno.readTextFileSync(`${out}/figures/bubble.vl.json`));
    assert.deepEqual(JSON.stringify(bubbles).match(/"latent_size":(\d)/g)?.length, 3);
  },
});

Deno.test("sweep --model says in one line what is wrong with a model's file", async () => {
  const cases: [string, RegExp][] = [
    [
      "no/such/model.ts",
      /there is no such file; --models chooses among the project's own models\n$/,
    ],
    [ridge((text) => text.replace("export default", "export const model =")), /is not a model: /],
    [
      ridge((text) => text.replace('name: "ridge"', 'name: "Ridge 2"')),
      /has the name "Ridge 2", takes/,
    ],
    [
      ridge((text) => text.replace('name: "ridge"', 'name: "vae"')),
      /there is a model "vae" already/,
    ],
    [ridge((text) => text.replace("loss(params", "lost(params")), /has no loss\(\): see/],
    [
      ridge((text) => text.replaceAll("alpha", "batchSize")),
      /has an option "batchSize", which every/,
    ],
    [
      ridge((text) => text.replaceAll("alpha", "out")),
      /has an option "out", which every sweep has/,
    ],
    [
      ridge((text) => text.replaceAll("alpha", "testMse")),
      /its option "testMse" has the name of a result/,
    ],
    [
      ridge((text) => text.replaceAll("alpha", "Depth")),
      /has an option "Depth", takes names such as klWeight/,
    ],
    [
      ridge((text) => text.replace("default: 1", "default: -5")),
      /of default -5, which takes a number of at least 0/,
    ],
    [ridge((text) => `throw null;${text}`), /it cannot be run: null/],
    [temporaryFolder(), /it is a folder/],
    [ridge((text) => text.replace("encode(params, x)", "encode(params, x")), /it cannot be run: /],
  ];
  for (const [file, message] of cases) {
    const { code, err, out } = await sweep("--model", file, ...SMALL, "--out", temporary());
    assert.equal(code, 2, `${file}: ${err}${out}`);
    assert.match(err, message);
    assert.match(err, /^--model [^\n]*\n$/);
  }
});
