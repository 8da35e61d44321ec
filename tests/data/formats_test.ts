import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import pl from "nodejs-polars";
import type { Cohort } from "../../lib/data/cohort.ts";
import { type ExpressionOptions, readExpression } from "../../lib/data/expression.ts";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { readPhenotype } from "../../lib/data/phenotype/phenotype.ts";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { fixture, gzip, inFolder } from "./_files.ts";

/** What tests/fixtures/make_formats.py wrote by anndata, h5py and pandas. */
interface Reference {
  /** Gene ids as they are to be read; `versions` as they are written. */
  readonly genes: string[];
  readonly versions: string[];
  readonly samples: string[];
  readonly types: string[];
  /** Samples × genes. */
  readonly values: number[];
}

const REFERENCE = fixture("formats.json") as Reference;
const FOLDER = fileURLToPath(new URL("../fixtures/formats", import.meta.url));
const { samples, versions, values } = REFERENCE;

/** The table as text; numbers in their shortest form, which is that of a float64. */
function text(delimiter: string, rows: "genes" | "samples"): string {
  const quote = (id: string) => id.includes(delimiter) ? `"${id}"` : id;
  const [down, across] = rows === "genes" ? [versions, samples] : [samples, versions];
  const cell = (row: number, column: number) =>
    rows === "genes" ? values[column * 7 + row]! : values[row * 7 + column]!;
  const lines = down.map((id, row) => [id, ...across.map((_, column) => cell(row, column))]);
  return [["id", ...across], ...lines]
    .map((line) => line.map((item) => quote(`${item}`)).join(delimiter) + "\n").join("");
}

/** The table as Parquet, written by Polars. */
function parquet(rows: "genes" | "samples"): Uint8Array {
  const [header, ...lines] = text("|", rows).trim().split("\n").map((line) => line.split("|"));
  const columns = header!.map((name, at) => {
    const cells = lines.map((line) => line[at]!);
    return [name, at === 0 ? cells : cells.map(Number)] as const;
  });
  return new Uint8Array(pl.DataFrame(Object.fromEntries(columns)).writeParquet());
}

Deno.test("prepareDataset() gives the same bytes for the same matrix in every format", () =>
  inFolder(async (folder) => {
    const written: Record<string, string | Uint8Array> = {
      "genes.tsv": text("\t", "genes"),
      "genes.tsv.gz": gzip(text("\t", "genes")),
      "samples.tsv": text("\t", "samples"),
      "genes.csv": text(",", "genes"),
      "genes.csv.gz": gzip(text(",", "genes")),
      "samples.csv": text(",", "samples"),
      "polars_genes.parquet": parquet("genes"),
      "polars_samples.parquet": parquet("samples"),
    };
    for (const [name, content] of Object.entries(written)) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(`${folder}/${name}`, bytes);
    }
    const types = `${folder}/types.csv`;
    const rows = samples.map((sample, i) => `${sample},${REFERENCE.types[i]}\n`);
    await Deno.writeTextFile(types, `sample,cancer_type\n${rows.join("")}`);
    const files = [
      ...Object.keys(written).map((name) => `${folder}/${name}`),
      ...["dense.h5ad", "csr.h5ad", "csc.h5ad", "transposed.h5ad", "genes.parquet"]
        .map((name) => `${FOLDER}/${name}`),
      ...["plain_dense.h5ad", "plain_csc.h5ad", "samples.parquet"]
        .map((name) => `${FOLDER}/${name}`),
    ];
    const hashes = new Map<string, string[]>();
    for (const path of files) {
      const isOwn = /\/(dense|csr|csc|transposed)\.h5ad$/.test(path);
      const cohort = await loadCohort(path, { cache: false, phenotype: isOwn ? undefined : types });
      assertReference(cohort, path);
      const { hash, train } = prepareDataset(cohort, { seed: 3 });
      hashes.set(hash, [...hashes.get(hash) ?? [], path]);
      assert.ok(train.values.every(Number.isFinite));
    }
    assert.equal(hashes.size, 1, JSON.stringify([...hashes], null, 1));
  }));

function assertReference({ matrix, cancerTypes }: Cohort, path: string): void {
  assert.deepEqual(matrix.genes, REFERENCE.genes, path);
  assert.deepEqual(matrix.samples, samples, path);
  assert.deepEqual([...matrix.values], values, path);
  assert.deepEqual(cancerTypes, REFERENCE.types, path);
}

Deno.test("readExpression() gives the same scaled numbers in every format", async () => {
  for (const scale of ["log2", "log2-cpm"] as const) {
    const hashes = new Set<string>();
    for (const name of ["dense.h5ad", "csr.h5ad", "csc.h5ad", "transposed.h5ad"]) {
      hashes.add((await readExpression(`${FOLDER}/${name}`, { scale })).hash);
    }
    for (const name of ["genes.parquet", "samples.parquet"]) {
      hashes.add((await readExpression(`${FOLDER}/${name}`, { scale })).hash);
    }
    assert.equal(hashes.size, 1, scale);
  }
});

Deno.test("readExpression() says of each format what its rows are", async () => {
  const rows = async (name: string, options?: ExpressionOptions) => {
    const { report } = await readExpression(`${FOLDER}/${name}`, options);
    const { kind, examples } = report.find(({ kind }) => kind.startsWith("rows-are"))!;
    return [kind, examples[0]];
  };
  const barcodes = (side: string) => `TCGA barcodes in the ${side}`;
  for (const name of ["dense.h5ad", "csr.h5ad", "csc.h5ad", "samples.parquet"]) {
    assert.deepEqual(await rows(name), ["rows-are-samples", barcodes("rows")], name);
  }
  for (const name of ["transposed.h5ad", "genes.parquet"]) {
    assert.deepEqual(await rows(name), ["rows-are-genes", barcodes("columns")], name);
  }
  assert.deepEqual(await rows("csc.h5ad", { orientation: "samples" }), [
    "rows-are-samples",
    "as declared",
  ]);
});

Deno.test("readPhenotype() takes cancer types from any column of an AnnData file", async () => {
  const path = `${FOLDER}/dense.h5ad`, known = await readPhenotype(path);
  assert.equal(known.column, "cancer_type");
  assert.deepEqual(
    [...known.cancerTypes],
    samples.slice(0, 11).map((sample, i) => [sample, REFERENCE.types[i]!]),
  );
  assert.deepEqual(known.report, [
    { kind: "missing-cancer-types", count: 1, examples: [samples[11]] },
  ]);
  const stage = await readPhenotype(path, { column: "Stage" });
  assert.deepEqual([...stage.cancerTypes.values()].slice(0, 4), ["I", "II", "III", "I"]);
  const ages = await readPhenotype(path, { column: "age" });
  assert.deepEqual([...ages.cancerTypes.values()].slice(0, 3), ["0", "1", "2"]);
  await assert.rejects(readPhenotype(path, { column: "grade" }), {
    name: "InputError",
    message:
      /, obs: no column gives "grade"; name one of its columns: "age" \(0\), "cancer_type" \(uveal melanoma\), "stage" \(I\)$/,
  });
  const cohort = await loadCohort(path, { cache: false, phenotypeColumn: "stage" });
  assert.equal(new Set(cohort.cancerTypes).size, 3);
  const older = await loadCohort(`${FOLDER}/plain_dense.h5ad`, { cache: false });
  assert.deepEqual(new Set(older.cancerTypes), new Set(["uveal melanoma", "cholangiocarcinoma"]));
});
