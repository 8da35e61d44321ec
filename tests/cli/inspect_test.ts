import { strict as assert } from "node:assert";
import { ROOT } from "../_task.ts";

/** The command as its task runs it: permissions included. */
async function inspect(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "data", "inspect", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), problems: text(stderr) };
}

Deno.test("data inspect says what is understood of a file of each kind, with its task's permissions", async () => {
  for (const [file, format] of [["csr.h5ad", "AnnData, X"], ["samples.parquet", "Parquet"]]) {
    const { code, out, problems } = await inspect(`${ROOT}tests/fixtures/formats/${file}`);
    assert.equal(code, 0, problems);
    assert.match(
      out,
      new RegExp(
        `^data +${file}: ${format}, rows are samples \\(TCGA barcodes in the rows\\), 12 samples × 7 genes`,
      ),
    );
    assert.match(out, /^split +8 train, 2 validate, 2 test; /m);
  }
});

Deno.test("data inspect shows a cohort that is too small to split, and says that", async () => {
  const path = await Deno.makeTempFile({ suffix: ".tsv" });
  try {
    await Deno.writeTextFile(path, "gene\tS1\tS2\nTP53\t1\t2\nMYC\t3\t4\n");
    const { code, out, problems } = await inspect(path);
    assert.equal(code, 0, problems);
    assert.match(
      out,
      /^data +\S+\.tsv: tab-separated text, rows are genes \(.*\), 2 samples × 2 genes/,
    );
    assert.match(out, /^split +Cannot split 2 samples: /m);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("data inspect refuses in one line what it cannot read", async () => {
  const { code, out, problems } = await inspect("no-such-file.tsv");
  assert.deepEqual([code, out, problems], [
    2,
    "",
    "Cannot read no-such-file.tsv: there is no such file\n",
  ]);
});

Deno.test("data inspect splits as a sweep does, donors together", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const ids = Array.from({ length: 40 }, (_, i) => `S${i}`);
    const row = (gene: string) => `${gene}\t${ids.map((_, i) => i % 7).join("\t")}\n`;
    await Deno.writeTextFile(
      `${folder}/m.tsv`,
      `gene\t${ids.join("\t")}\n${row("TP53")}${row("MYC")}`,
    );
    const donors = ids.map((id, i) => `${id}\tlung\tD${i % 8}\n`).join("");
    await Deno.writeTextFile(`${folder}/p.tsv`, `sample\tcancer_type\tdonor\n${donors}`);
    const options = ["--phenotype", `${folder}/p.tsv`, "--group-column", "donor"];
    const { out, problems } = await inspect(`${folder}/m.tsv`, ...options);
    const [, ...parts] = /^split +(\d+) train, (\d+) validate, (\d+) test;/m.exec(out) ?? [];
    // Whole donors of five samples each.
    assert.deepEqual(parts.map((part) => Number(part) % 5), [0, 0, 0], out + problems);
    assert.equal(parts.reduce((sum, part) => sum + Number(part), 0), 40);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
