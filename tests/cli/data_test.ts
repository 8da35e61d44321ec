import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { unlessMissing } from "../../lib/files.ts";
import { temporaryFolder } from "../_temporary.ts";
import { until } from "../_until.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

function start(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: ROOT,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function finish(process: Deno.ChildProcess) {
  const { code, stdout, stderr } = await process.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

/** The command as deno.json runs it, but for places that it may write to. */
const data = (...args: string[]) =>
  finish(start(["run", "--quiet", "--no-prompt", "-A", "lib/cli/data.ts", ...args]));

/** A process that may speak to one host alone. */
function driver(host: string, folder: string): Deno.ChildProcess {
  const permissions = [
    "--allow-read",
    "--allow-env",
    `--allow-write=${folder}`,
    `--allow-net=${host}`,
  ];
  const script = ["tests/cli/_download_driver.ts", host, folder];
  return start(["run", "--quiet", "--no-prompt", ...permissions, ...script]);
}

Deno.test("data lists every cohort, and says which files are there", async () => {
  const { code, out, err } = await data();
  assert.equal(code, 0, err);
  assert.match(out, /^tcga-pancan .*the poster's/m);
  assert.equal(out.match(/^tcga-/gm)?.length, 34);
});

Deno.test("data answers wrong input with one line and exit code 2", async () => {
  const cases: [string[], RegExp][] = [
    [
      ["nowhere"],
      /^There is no cohort "nowhere"; the cohorts are tcga-pancan, gdc-pancan and TCGA's codes/,
    ],
    [["brca", "--samples", "7"], /^--samples: only `deno task data synthetic` has this option$/],
    [["synthetic", "--genes", "0"], /^--genes: got 0, takes an integer of at least 1$/],
    [
      ["synthetic", "--genes", "9999999", "--samples", "9999999"],
      /^Cannot write data\/synthetic-.*: 9999999 × 9999999 numbers take .* GB, more than --max-memory .*; give fewer/,
    ],
    [["synthetic", "--genes", "0x10"], /^error: option '--genes <n>' argument '0x10' is invalid/],
    [["synthetic", "--genes", "many"], /^error: option '--genes <n>' argument 'many' is invalid/],
    [
      ["synthetic", "--out", "x.csv"],
      /^Cannot write x\.csv: the name has to end in \.tsv or \.tsv\.gz$/,
    ],
    [["synthetic", "brca"], /^synthetic: got synthetic brca, takes no other name with it$/],
  ];
  for (const [args, message] of cases) {
    const { code, err } = await data(...args);
    assert.equal(code, 2, args.join(" "));
    assert.match(err.trim(), message);
    assert.equal(err.trim().split("\n").length, 1);
  }
});

Deno.test("data synthetic writes the same bytes each time, packed or not, and a sweep takes them", async () => {
  const folder = temporaryFolder();
  const make = async (name: string) => {
    const sizes = ["--samples", "40", "--genes", "50", "--seed", "3"];
    const { code, err } = await data("synthetic", ...sizes, "--out", `${folder}/${name}`);
    assert.equal(code, 0, err);
    return await Deno.readFile(`${folder}/${name}`);
  };
  const [first, again, plain] = [
    await make("a.tsv.gz"),
    await make("b.tsv.gz"),
    await make("c.tsv"),
  ];
  assert.deepEqual(first, again);
  const unpacked = new Blob([first]).stream().pipeThrough(new DecompressionStream("gzip"));
  assert.deepEqual(new Uint8Array(await new Response(unpacked).arrayBuffer()), plain);
  const lines = new TextDecoder().decode(plain).trim().split("\n");
  assert.deepEqual([lines.length, lines[0]!.split("\t").length], [51, 41]);
  const files = ["--data", `${folder}/c.tsv`, "--phenotype", `${folder}/c.phenotype.tsv`];
  const options = ["--batch-size", "8", "--out", `${folder}/out`, "--dry-run"];
  const sweep = ["run", "--quiet", "-A", "lib/cli/sweep.ts", ...files, ...options];
  const { code, out, err } = await finish(start(sweep));
  assert.equal(code, 0, err);
  assert.match(out, /× 50 genes/);
});

Deno.test("a sweep on a cohort that was not downloaded says which command gets it", async () => {
  const { code, err } = await finish(
    start(["run", "--quiet", "-A", "lib/cli/sweep.ts", "--data", "tcga-uvm", "--dry-run"]),
  );
  assert.equal(code, 2);
  assert.match(
    err.trim(),
    /^Cannot read the cohort tcga-uvm: there is no data\/TCGA\.UVM\.sampleMap\.HiSeqV2\.gz; `deno task data tcga-uvm` downloads it$/,
  );
});

Deno.test("data downloads both files with leave to speak to one host, and stops at Ctrl-C with what it has", async () => {
  const folder = temporaryFolder(), matrix = "gene\tA\tB\nG\t1\t2\n".repeat(1000);
  let stalling = true;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    if (request.url.endsWith("types.tsv")) return new Response("sample\tcohort\nA\tx\n");
    const from = Number(/\d+/.exec(request.headers.get("range") ?? "")?.[0] ?? 0);
    const headers = { etag: '"1"', "content-length": String(matrix.length - from) };
    if (from > 0) {
      const range = `bytes ${from}-${matrix.length - 1}/${matrix.length}`;
      return new Response(matrix.slice(from), {
        status: 206,
        headers: { ...headers, "content-range": range },
      });
    }
    if (!stalling) return new Response("changed", { headers });
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(matrix.slice(0, 5000))),
    });
    return new Response(body, { headers });
  });
  const host = `127.0.0.1:${server.addr.port}`;
  try {
    const first = driver(host, folder);
    await until(() => sizeOf(`${folder}/matrix.tsv.part`) >= 5000);
    first.kill("SIGINT");
    const stopped = await finish(first);
    assert.equal(stopped.code, 130, stopped.err);
    assert.match(
      stopped.err,
      /^Stopped; what has arrived is kept, and the same command resumes from there\.$/m,
    );
    stalling = false;
    const { code, out, err } = await finish(driver(host, folder));
    assert.equal(code, 0, err);
    assert.equal(await Deno.readTextFile(`${folder}/matrix.tsv`), matrix);
    assert.match(out, /matrix\.tsv: 0\.0 MB, downloaded\n.*types\.tsv: 0\.0 MB, downloaded/);
    const elsewhere = await finish(driver("127.0.0.1:1", temporaryFolder()));
    assert.equal(elsewhere.code, 6);
    assert.match(
      elsewhere.err,
      /^Cannot download http:\/\/127\.0\.0\.1:1\/matrix\.tsv: .*in 2 attempts; try again later/m,
    );
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
});

function sizeOf(path: string): number {
  return unlessMissing(() => Deno.statSync(path).size, 0);
}
