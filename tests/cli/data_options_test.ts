import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { countProgress } from "../../lib/cli/_byte_progress.ts";
import { parseSweepCommand } from "../../lib/cli/_sweep_options.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FORMATS = `${ROOT}tests/fixtures/formats`;

/** Plans a sweep with the task's permissions from deno.json; as it starts no worker, it may run nothing. */
async function plan(...args: string[]): Promise<{ code: number; out: string; problems: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "-P=sweep", "lib/cli/sweep.ts", "--dry-run", ...args],
    cwd: ROOT,
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), problems: text(stderr) };
}

const HDF5 = FORMATS.replace(/formats$/, "hdf5");
const SMALL = ["--batch-size", "4", "--models", "vae", "--backend", "wasm"];

Deno.test("sweep takes AnnData, Parquet and CSV with the permissions of its task, and says what rows are", async () => {
  for (const [file, format] of [["csr.h5ad", "AnnData, X"], ["samples.parquet", "Parquet"]]) {
    const { code, out, problems } = await plan("--data", `${FORMATS}/${file}`, ...SMALL);
    assert.equal(code, 0, problems);
    assert.match(
      out,
      new RegExp(
        `^data +${file}: ${format}, rows are samples \\(TCGA barcodes in the rows\\), 12 samples × 7 genes, values 0 to \\S+, `,
      ),
    );
    assert.match(out, /^split +8 train, 2 validate, 2 test; /m);
  }
});

Deno.test("sweep reads the layer and the column of genes that it is told", async () => {
  const told = ["--layer", "raw", "--gene-column", "feature_name", "--scale", "log2-cpm"];
  const { code, out, problems } = await plan("--data", `${HDF5}/scanpy.h5ad`, ...told, ...SMALL);
  assert.equal(code, 0, problems);
  assert.match(
    out,
    /^data +scanpy\.h5ad: AnnData, raw\/X, rows are samples \(barcodes of cells in the rows\), 30 samples × 17 genes, values 0 to 22, /,
  );
});

Deno.test("sweep ends with one line and code 2 where a matrix cannot be read", async () => {
  const { code, problems } = await plan("--data", `${FORMATS}/lzf.h5ad`, ...SMALL);
  assert.equal(code, 2);
  assert.match(problems, /^Cannot read .*lzf\.h5ad, obs\/_index: it is compressed by lzf .*\n$/);
});

Deno.test("parseSweepCommand() takes orientation, scale and duplicate genes from flags and files", async () => {
  const flags = ["--orientation", "samples", "--scale", "log2-cpm", "--duplicate-genes", "refuse"];
  const expected = { orientation: "samples", scale: "log2-cpm", duplicateGenes: "refuse" };
  const pick = ({ orientation, scale, duplicateGenes }: Record<string, unknown>) => ({
    ...{ orientation, scale, duplicateGenes },
  });
  const { options } = await parseSweepCommand(flags);
  assert.deepEqual(pick({ ...options }), expected);
  const file = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(file, JSON.stringify(expected));
  const fromFile = await parseSweepCommand(["--config", file, "--scale", "log2"]);
  assert.deepEqual(pick({ ...fromFile.options }), { ...expected, scale: "log2" });
  await Deno.remove(file);
  for (
    const wrong of [["--scale", "ln"], ["--orientation", "rows"], ["--duplicate-genes", "mean"]]
  ) {
    await assert.rejects(parseSweepCommand(wrong), new RegExp(`option '${wrong[0]} .* is invalid`));
  }
});

/** What is said on standard error meanwhile. */
function said(use: (tick: (seconds: number) => void) => void): string[] {
  const lines: string[] = [], { error } = console, { now } = performance;
  let time = 0;
  console.error = (line: string) => void lines.push(line);
  performance.now = () => time;
  try {
    use((seconds) => void (time += seconds * 1000));
  } finally {
    console.error = error;
    performance.now = now;
  }
  return lines;
}

Deno.test({
  name: "countProgress() takes the time left from what came since it began",
  ignore: Deno.stderr.isTerminal(),
  fn() {
    const lines = said((tick) => {
      const { update } = countProgress("a.gz", "MB");
      update(50e6, 100e6); // was there before
      tick(11);
      update(60e6, 100e6);
      tick(11);
      update(70e6, undefined);
    });
    assert.deepEqual(lines, ["a.gz: 60 of 100 MB, about 44 s left", "a.gz: 70 MB"]);
  },
});
