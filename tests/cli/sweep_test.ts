import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import { TrainedModel } from "../../lib/training/trained_model.ts";
import { temporaryFolder } from "../_temporary.ts";
import { childrenOf, signalTo } from "../faults/_processes.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A grid of 8 short runs on a tiny cohort. */
const SMALL = [
  ..."--data synthetic-120x60 --models vae,info-vae --learning-rates 100,1e-3 --latent-sizes 2,3"
    .split(" "),
  ..."--optimizers sgd --batch-size 16 --hidden-size 8 --max-epochs 3".split(" "),
];

interface Finished {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", "lib/cli/sweep.ts", ...args],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function finish(process: Deno.ChildProcess): Promise<Finished> {
  const { code, stdout, stderr } = await process.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

const sweep = (...args: string[]) => finish(start(args));

function temporary(): string {
  return `${temporaryFolder()}/results`;
}

function results(folder: string): Record<string, string>[] {
  const [header, ...lines] = Deno.readTextFileSync(`${folder}/results.csv`).trim().split("\n");
  const names = header!.split(",");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").map((cell, i) => [names[i]!, cell]))
  );
}

/** What must be the same whenever the same runs are done. */
function decisive(folder: string): string[] {
  return results(folder).map((row) => {
    const { seconds: _s, steps_per_second: _p, host: _h, started_at: _t, ...rest } = row;
    return JSON.stringify(rest);
  });
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

Deno.test("sweep runs a grid, keeps every run and ends with a table, files and a figure", async () => {
  const folder = temporary(), { code, out, err } = await sweep(...SMALL, "--out", folder);
  assert.equal(code, 0, err);
  assert.equal(results(folder).length, 8);
  assert.match(out, /Best configuration of each model/);
  assert.match(out, /8 of 8 runs finished/);
  assert.equal(err.match(/^\[\d\/8\] /gm)?.length, 8);
  const files = [
    "sweep.json",
    "results.parquet",
    "history.parquet",
    "figures/bubble.svg",
    "figures/bubble.png",
  ];
  for (const file of [...files, "figures/bubble.vl.json"]) {
    assert.ok(exists(`${folder}/${file}`), file);
  }
  // Plain gradient descent at such a rate leaves the finite numbers.
  const diverged = results(folder).filter(({ learning_rate }) => learning_rate === "100.0");
  assert.equal(diverged.length, 4);
  for (const row of diverged) {
    assert.deepEqual([row.status, row.test_mse], ["diverged", ""]);
    // On WebAssembly some hold out an epoch longer.
    const epochs = backend === "tensorflow" ? ["1"] : ["1", "2"];
    assert.ok(epochs.includes(String(row.diverged_epoch)), `epoch ${row.diverged_epoch}`);
    assert.notEqual(row.diverged_part, "");
  }
});

Deno.test("sweep called again runs nothing twice, and only what a grown grid adds", async () => {
  const folder = temporary();
  await sweep(...SMALL, "--out", folder);
  const before = decisive(folder), again = await sweep(...SMALL, "--out", folder);
  assert.match(again.out, /runs +8, 8 of them done before/);
  assert.deepEqual(decisive(folder), before);
  const grown = await sweep(...SMALL, "--out", folder, "--latent-sizes", "3,4");
  assert.match(grown.out, /runs +8, 4 of them done before/);
  assert.equal(results(folder).length, 12);
  const rows = decisive(folder);
  for (const row of before) assert.ok(rows.includes(row));
});

Deno.test("sweep gives the same numbers for any number of workers", async () => {
  const [one, three] = [temporary(), temporary()];
  await sweep(...SMALL, "--out", one, "--workers", "1");
  await sweep(...SMALL, "--out", three, "--workers", "3");
  assert.deepEqual(decisive(one), decisive(three));
});

Deno.test("sweep refuses other options in a folder that has results, and changes nothing", async () => {
  const folder = temporary();
  await sweep(...SMALL, "--out", folder);
  const before = Deno.readTextFileSync(`${folder}/sweep.json`);
  const { code, err } = await sweep(...SMALL, "--out", folder, "--batch-size", "32");
  assert.equal(code, 2);
  assert.match(err, /batch-size was 16, now 32\); choose another folder with --out\n$/);
  assert.equal(Deno.readTextFileSync(`${folder}/sweep.json`), before);
});

Deno.test("sweep answers wrong input with one line and exit code 2, and writes nothing", async () => {
  const cases: [string[], RegExp][] = [
    [["--learning-rates", "fast"], /^--learning-rates: got "fast", takes a number above 0$/],
    [["--latent-sizes", ","], /--latent-sizes/],
    [["--models", "vae,gan"], /^--models: got "gan", takes vae, iwae, info-vae, logcosh-vae$/],
    [["--learning-rates", "0.1,,0.01"], /--learning-rates .*separated by single commas\.$/],
    [["--axis", "kl-weight=1,"], /^--axis: got "kl-weight=1,", takes name=value,value/],
    [
      ["--axis", "kl-weight=1,2", "--kl-weight", "3"],
      /^--axis kl-weight: --kl-weight is given too; leave one of them out$/,
    ],
    [["--slurm-cancel"], /^--slurm-cancel: there is no sweep in .*; name its folder with --out/],
    [["--workers", "0x2"], /^--workers: got "0x2", takes an integer of at least 1$/],
    [["--optimizers", "adam,adam"], /^--optimizers: got adam twice$/],
    [["--axis", "dropout=0.9"], /^--axis dropout: there is no such option; the options are /],
    [
      ["--axis", "kl-weight"],
      /^--axis: got "kl-weight", takes name=value,value such as kl-weight=0\.5,1$/,
    ],
    [["--samples", "0"], /^--samples: got "0", takes an integer of at least 1$/],
    [
      ["--batch-size", "85"],
      /^--batch-size: got 85, takes at most 84, the samples of the training split$/,
    ],
    [["--genes", "61"], /61/],
    [
      ["--kl-warmup", "20", "--max-epochs", "10"],
      /^--kl-warmup: got 20, but runs end after 10 epochs, so no epoch would have .* with --max-epochs$/,
    ],
    [
      ["--axis", "kl-warmup=0,5", "--fixed-epochs", "4"],
      /^--kl-warmup: got 5, but runs end after 4 epochs, .* with --fixed-epochs$/,
    ],
    [
      ["--min-epochs", "101"],
      /^--min-epochs: got 101, but runs end after 100 epochs, so early stopping could end no run; /,
    ],
    [["--workers", "none"], /^--workers: got "none", takes an integer of at least 1$/],
    [["--data", "no/such/file.tsv"], /no\/such\/file\.tsv/],
    [["--config", "no/such.json"], /^--config no\/such\.json: there is no such file$/],
    [["--learning-rate", "0.1"], /^error: unknown option '--learning-rate'/],
    [
      ["--engine", "graph", "--backend", "wasm"],
      /^--engine graph: got backend "wasm", needs "tensorflow"/,
    ],
  ];
  await Promise.all([0, 1].map(async (half) => {
    for (const [args, message] of cases.filter((_, i) => i % 2 === half)) {
      const folder = temporary();
      const { code, err } = await sweep("--data", "synthetic-120x60", ...args, "--out", folder);
      const lines = err.trim().split("\n").filter((line) => !line.startsWith("data: "));
      assert.equal(code, 2, args.join(" "));
      assert.match(lines[0]!, message);
      assert.ok(lines.length <= 2, err); // commander adds a guess at what was meant
      assert.ok(!exists(folder), `${args} left ${folder}`);
    }
  }));
});

Deno.test("sweep --dry-run prints grid, work left and an estimate, and runs nothing", async () => {
  const folder = temporary(), { code, out } = await sweep(...SMALL, "--out", folder, "--dry-run");
  assert.equal(code, 0);
  assert.match(out, /learning rates +100, 0\.001\n/);
  assert.match(out, /runs +8, 0 of them done before/);
  assert.match(
    out,
    /estimate +usually .* \(roughly, .*\), at most .*; [\d.]+ GiB of memory, [\d.]+ of them for each of \d+ workers/,
  );
  assert.ok(!exists(folder));
});

Deno.test("sweep reads the same options from a JSON or TypeScript file, and flags win", async () => {
  const folder = temporaryFolder(),
    content = {
      data: "synthetic-120x60",
      models: ["vae"],
      learningRates: [1e-3],
      latentSizes: [2, 3],
      optimizers: ["adam"],
      axis: { "kl-weight": [0.5, 1] },
      batchSize: 16,
    };
  Deno.writeTextFileSync(`${folder}/sweep.json`, JSON.stringify(content));
  Deno.writeTextFileSync(`${folder}/sweep.ts`, `export default ${JSON.stringify(content)};`);
  for (const file of ["sweep.json", "sweep.ts"]) {
    const args = [
      "--config",
      `${folder}/${file}`,
      "--latent-sizes",
      "5",
      "--dry-run",
      "--out",
      temporary(),
    ];
    const { out, err, code } = await sweep(...args);
    assert.equal(code, 0, err);
    assert.match(out, /latent sizes +5\n/);
    assert.match(out, /kl-weight +0\.5, 1\n/);
    assert.match(out, /runs +2, /);
  }
  Deno.writeTextFileSync(`${folder}/wrong.json`, '{"learningRate": [0.1]}');
  const { code, err } = await sweep("--config", `${folder}/wrong.json`);
  assert.equal(code, 2);
  assert.match(err, /there is no option "learningRate"; the options are models, learningRates/);
});

/** Waits until a process has told of a finished run on standard error. */
async function firstRun(process: Deno.ChildProcess): Promise<ReadableStream<Uint8Array>> {
  const [watch, rest] = process.stderr.tee();
  let text = "";
  for await (const chunk of watch.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (/^\[1\//m.test(text)) break;
  }
  return rest;
}

const LONG = [...SMALL, "--learning-rates", "1e-3,1e-4,1e-5,1e-6", "--fixed-epochs", "80"];

Deno.test("sweep stops at Ctrl-C with what is done, says how to resume, and resumes", {
  sanitizeOps: false,
  sanitizeResources: false,
}, async () => {
  const folder = temporary(), process = start([...LONG, "--out", folder, "--workers", "1"]);
  const rest = await firstRun(process);
  process.kill("SIGINT");
  const began = performance.now(), { code } = await process.status;
  assert.equal(code, 130);
  assert.ok(performance.now() - began < 8000);
  const err = await new Response(rest).text();
  assert.match(
    err,
    /Stopped: \d+ of 16 runs are kept in .*; the same command resumes with the rest:\n {2}deno task sweep /,
  );
  const kept = results(folder).length;
  assert.ok(kept >= 1 && kept < 16);
  const again = await sweep(...LONG, "--out", folder);
  assert.equal(again.code, 0, again.err);
  assert.match(again.out, new RegExp(`runs +16, ${kept} of them done before`));
  const unbroken = temporary();
  await sweep(...LONG, "--out", unbroken);
  assert.deepEqual(decisive(folder), decisive(unbroken));
});

Deno.test(
  "sweep replaces a killed worker and tries its run again, and loses nothing when it is killed itself",
  {
    ignore: Deno.build.os !== "linux",
    sanitizeOps: false,
    sanitizeResources: false,
  },
  async () => {
    const folder = temporary(), process = start([...LONG, "--out", folder, "--workers", "1"]);
    const rest = await firstRun(process);
    for (const worker of childrenOf(process.pid, "/worker.ts")) signalTo(worker, "SIGKILL");
    let err = "";
    for await (const chunk of rest.pipeThrough(new TextDecoderStream())) {
      err += chunk;
      if (/\[3\/16\]/.test(err)) break;
    }
    assert.match(err, /the worker process was killed by SIGKILL; it is tried again/);
    process.kill("SIGKILL");
    await process.status;
    const again = await sweep(...LONG, "--out", folder);
    assert.equal(again.code, 0, again.err);
    const [, before] = /runs +16, (\d+) of them done before/.exec(again.out)!;
    assert.ok(Number(before) >= 3);
    assert.equal(results(folder).length, 16);
    assert.ok(results(folder).every(({ status }) => status === "max_epochs"));
  },
);

Deno.test("sweep --save-models writes every network that did not diverge, ready to be used", async () => {
  const folder = temporary(), { code } = await sweep(...SMALL, "--out", folder, "--save-models");
  assert.equal(code, 0);
  const finished = results(folder).filter(({ status }) => status !== "diverged");
  const files = finished.map(({ run }) => `${run}.safetensors`).sort();
  assert.ok(finished.length > 0 && finished.length < results(folder).length, "some diverged");
  assert.deepEqual([...Deno.readDirSync(`${folder}/models`)].map(({ name }) => name).sort(), files);
  const { content } = TrainedModel.load(`${folder}/models/${files[0]}`);
  assert.deepEqual(content.weights["encoder_hidden/kernel"]!.shape, [60, 8]);
  assert.equal(content.means!.length, 60);
});

const { backend } = await availableBackend();

Deno.test("sweep runs on WebAssembly where the native library is not", async () => {
  const folder = temporary(),
    { code, err } = await sweep(...SMALL, "--out", folder, "--backend", "wasm");
  assert.equal(code, 0, err);
  assert.ok(
    results(folder).every(({ engine, backend }) => engine === "eager" && backend === "wasm"),
  );
  if (backend === "wasm") return;
  const native = temporary();
  await sweep(...SMALL, "--out", native);
  const [a, b] = [results(folder), results(native)];
  a.forEach((row, i) => {
    assert.equal(row.status, b[i]!.status);
    assert.ok(
      row.test_mse === "" || Math.abs(Number(row.test_mse) / Number(b[i]!.test_mse) - 1) < 1e-3,
    );
  });
});
