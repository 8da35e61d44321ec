import assert from "node:assert/strict";
import h5wasm from "h5wasm/node";
import { fileURLToPath } from "node:url";
import { readExpression } from "../../lib/data/expression.ts";
import { readPhenotype } from "../../lib/data/phenotype/phenotype.ts";
import { InputError } from "../../lib/errors.ts";
import { runTask } from "../_task.ts";
import { gzip, inFolder } from "./_files.ts";
import { hostileTables } from "./_hostile_tables.ts";
import { hostileTexts } from "./_hostile_texts.ts";
import type { Inspected } from "./_inspect_all.ts";
import { measured } from "./_peak_memory.ts";

await h5wasm.ready;

const PROGRAM = fileURLToPath(new URL("./_inspect_all.ts", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../deno.json", import.meta.url));
const isLinux = Deno.build.os === "linux";
/** Bytes that the program takes by itself, and for the longest line that it reads. */
const MOST = 9e8;

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly says: RegExp;
}

/** Inspects one file after another in a process, and requires one line, exit code 2, and little memory. */
async function requireRefused(cases: readonly Case[]): Promise<void> {
  const permissions = ["-P=data", `--allow-run=${Deno.execPath()}`];
  const flags = ["run", "--quiet", "--no-prompt", `--config=${CONFIG}`, ...permissions];
  const list = JSON.stringify(cases.map(({ args }) => args));
  const { code, out, err, peak } = await measured(Deno.execPath(), [...flags, PROGRAM, list]);
  const ended = out.trim().split("\n").map((line): Inspected => JSON.parse(line));
  assert.deepEqual([code, ended.length], [0, cases.length], err);
  cases.forEach(({ name, says }, at) => {
    const { code, said } = ended[at]!;
    assert.equal(code, 2, `${name}: ${said}`);
    assert.match(said, says, name);
    assert.equal(said.split("\n").length, 1, `${name}: ${said}`);
  });
  if (isLinux) assert.ok(peak > 5e7 && peak < MOST, `${peak / 1e6} MB at most`);
}

Deno.test("data inspect refuses texts without an end, that lie or are damaged, each in a line and little memory", () =>
  inFolder(async (folder) => {
    const texts = hostileTexts();
    for (const { name, content } of texts) await Deno.writeFile(`${folder}/${name}`, content());
    const cases = texts.map(({ name, says }) => ({
      ...{ name, says },
      args: [`${folder}/${name}`, "--max-memory", "0.02"],
    }));
    await requireRefused(cases);
  }));

Deno.test("data inspect refuses HDF5 and Parquet that promise too much, each in a line and little memory", () =>
  inFolder(async (folder) => {
    const matrix = `${folder}/matrix.tsv`;
    await Deno.writeTextFile(matrix, "gene\tS1\tS2\tS3\nTP53\t1\t2\t3\nMYC\t1\t2\t4\n");
    const tables = hostileTables();
    for (const { name, write } of tables) write(`${folder}/${name}`);
    const cases = tables.map(({ name, as, says }) => ({
      ...{ name, says },
      args: [
        ...as ? [matrix, "--phenotype", `${folder}/${name}`] : [`${folder}/${name}`],
        ...["--max-memory", "0.1"],
      ],
    }));
    await requireRefused(cases);
  }));

Deno.test("a file that is larger than any matrix in memory is refused before it is read for its hash", () =>
  inFolder(async (folder) => {
    const path = `${folder}/sparse.tsv`, matrix = `${folder}/matrix.tsv`;
    await Deno.writeTextFile(path, "gene\tS1\tS2\n" + "TP53\t1\t2\n".repeat(10_000));
    await Deno.truncate(path, 2 ** 40);
    await Deno.writeTextFile(matrix, "gene\tS1\tS2\nTP53\t1\t2\n");
    const says = /sparse\.tsv: the file has 1099\.5 GB, more than 8 times --max-memory/;
    await requireRefused([
      { name: "matrix", args: [path], says },
      { name: "phenotype", args: [matrix, "--phenotype", path], says },
    ]);
  }));

Deno.test({
  name:
    "pipes and devices are named with what to do, wherever a file is asked for, and nothing waits",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inFolder(async (folder) => {
      const fifo = `${folder}/fifo`, matrix = `${folder}/matrix.tsv`;
      assert.ok((await new Deno.Command("mkfifo", { args: [fifo] }).output()).success);
      await Deno.writeTextFile(matrix, "gene\tS1\tS2\nTP53\t1\t2\n");
      await Deno.symlink("/dev/zero", `${folder}/link.tsv`);
      const pipe = /it is a pipe, which can be read only once; give the file itself/;
      const device = /it is a device or a socket, which may never end; give a file/;
      for (
        const [says, ...args] of [
          [pipe, "data", "inspect", fifo],
          [pipe, "data", "inspect", matrix, "--phenotype", fifo],
          [device, "data", "inspect", "/dev/zero"],
          [device, "data", "inspect", `${folder}/link.tsv`],
          [pipe, "sweep", "--data", matrix, "--phenotype", fifo, "--dry-run"],
          [pipe, "sweep", "--config", fifo],
          [device, "sweep", "--config", "/dev/zero"],
          [pipe, "sweep", "--model", fifo],
        ] as const
      ) {
        const [task, ...rest] = args;
        const { code, err } = await runTask(task, ...rest);
        assert.equal(code, 2, err);
        const said = err.trim().split("\n").filter((line) =>
          !/^(Reading: |Looking at )/.test(line)
        );
        assert.equal(said.length, 1, err);
        assert.match(said[0]!, says);
      }
      await Deno.mkdir(`${folder}/tenx`);
      await Deno.writeTextFile(`${folder}/tenx/matrix.mtx`, "%%MatrixMarket matrix coordinate\n");
      await Deno.writeTextFile(`${folder}/tenx/features.tsv`, "TP53\n");
      await new Deno.Command("mkfifo", { args: [`${folder}/tenx/barcodes.tsv`] }).output();
      await assert.rejects(readExpression(`${folder}/tenx`), pipe);
    }),
});

Deno.test({
  name: "process substitution is named with what to do",
  ignore: !isLinux,
  fn: async () => {
    const { code, stderr } = await new Deno.Command("bash", {
      args: [
        "-c",
        `exec "$0" task --quiet data inspect <(printf 'gene\\tS1\\nTP53\\t1\\n')`,
        Deno.execPath(),
      ],
      cwd: fileURLToPath(new URL("../../", import.meta.url)),
      env: { NO_COLOR: "1" },
    }).output();
    const said = new TextDecoder().decode(stderr);
    assert.equal(code, 2, said);
    assert.match(
      said,
      /^Cannot read \/dev\/fd\/\d+: it is a pipe, which can be read only once; .*\n$/,
    );
  },
});

Deno.test("a MatrixMarket file with more entries than it says is refused at the first of them", () =>
  inFolder(async (folder) => {
    const head = "%%MatrixMarket matrix coordinate integer general\n2 2 3\n";
    await Deno.writeFile(`${folder}/matrix.mtx.gz`, gzip(head + "1 1 5\n".repeat(2 ** 20)));
    await Deno.writeTextFile(`${folder}/features.tsv`, "TP53\nMYC\n");
    await Deno.writeTextFile(`${folder}/barcodes.tsv`, "A\nB\n");
    await assert.rejects(
      readExpression(folder),
      /matrix\.mtx\.gz: it has more than 3 entries where it says 3; is the file complete\?$/,
    );
    await Deno.writeFile(`${folder}/barcodes.tsv`, gzip("A1\n".repeat(200_000)));
    await assert.rejects(
      readExpression(folder, { maxMemory: 0.02 }),
      /barcodes\.tsv: .*more than --max-memory/,
    );
  }));

Deno.test("phenotype tables without an end are refused", () =>
  inFolder(async (folder) => {
    const path = `${folder}/table.tsv`;
    const refused = async (content: Uint8Array, message: RegExp) => {
      await Deno.writeFile(path, content);
      await assert.rejects(readPhenotype(path), (error) => {
        assert.ok(error instanceof InputError, String(error));
        assert.match(error.message, message);
        return true;
      });
    };
    await refused(
      gzip("sample\tcancer_type\n" + "S1\tlung\n".repeat(2 ** 23)),
      /lines have more cells than a table of samples; is it the matrix\?$/,
    );
    await refused(
      gzip("sample" + "\ta".repeat(2 ** 21) + "\n"),
      /line 1: .*more than 1048576 cells/,
    );
    await refused(
      gzip(`!Series_title\t"a"\n${'!Sample_title\t"b"\n'.repeat(2 ** 22)}`),
      /no table in the first 67108864 characters/,
    );
  }));

Deno.test("--max-memory takes a number above 0, and lets a file through that fits", () =>
  inFolder(async (folder) => {
    const path = `${folder}/matrix.tsv`;
    const ids = Array.from({ length: 50 }, (_, at) => `TCGA-AA-${1000 + at}-01`);
    const row = (gene: number) => `G${gene}\t${ids.map((_, at) => (at * gene) % 7).join("\t")}\n`;
    const rows = Array.from({ length: 400 }, (_, gene) => row(gene)).join("");
    await Deno.writeTextFile(path, `gene\t${ids.join("\t")}\n${rows}`);
    // 400 × 50 numbers of 8 bytes, in blocks of 64 rows, and 450 ids of 256 bytes and more: 0.3 MB.
    const { matrix } = { matrix: await readExpression(path, { maxMemory: 0.0004 }) };
    assert.deepEqual([matrix.samples.length, matrix.genes.length], [50, 400]);
    await assert.rejects(
      readExpression(path, { maxMemory: 0.0002 }),
      /more than --max-memory \(0\.0002 GB\)/,
    );
    const { code, err } = await runTask("data", "inspect", path, "--max-memory", "0");
    assert.deepEqual([code, err], [2, '--max-memory: got "0", takes a number above 0\n']);
  }));
