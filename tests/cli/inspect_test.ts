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
