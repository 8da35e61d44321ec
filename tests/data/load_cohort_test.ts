import assert from "node:assert/strict";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { gzip } from "./_files.ts";

const TABLE = "sample\tTCGA-AA-0001-01\tTCGA-AA-0002-01\nTP53\t1\t2\nMYC\t3\tNA\n";
const TYPES = "sample\t_primary_disease\nTCGA-AA-0001-01A\tuveal melanoma\n";

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${folder}/my.geneExp.xena.gz`, gzip(TABLE));
    await Deno.writeTextFile(`${folder}/types.tsv`, TYPES);
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("loadCohort() joins matrix and phenotype table and keeps both reports", () =>
  inFolder(async (folder) => {
    const path = `${folder}/my.geneExp.xena.gz`;
    const options = { phenotype: `${folder}/types.tsv`, allowUnknown: true, cache: false } as const;
    const cohort = await loadCohort(path, options);
    assert.equal(cohort.name, "my.geneExp");
    assert.deepEqual(cohort.cancerTypes, ["uveal melanoma", "unknown"]);
    assert.deepEqual(cohort.report.map(({ kind, count }) => [kind, count]), [
      ["missing-cells", 1],
      ["rows-are-genes", 2],
      ["matched-by-barcode", 1],
      ["unmatched-samples", 1],
    ]);
  }));

Deno.test("loadCohort() takes every type as unknown without a phenotype table, and says so", () =>
  inFolder(async (folder) => {
    const { cancerTypes, report } = await loadCohort(`${folder}/my.geneExp.xena.gz`, {
      cache: false,
    });
    assert.deepEqual(cancerTypes, ["unknown", "unknown"]);
    assert.equal(report.at(-1)!.kind, "no-phenotype");
  }));

Deno.test("loadCohort() reads the same from its cache, and anew when content changes or the cache breaks", () =>
  inFolder(async (folder) => {
    const path = `${folder}/my.geneExp.xena.gz`, cache = `${folder}/cache`;
    const first = await loadCohort(path, { cache });
    assert.deepEqual(await loadCohort(path, { cache }), first);
    const [file] = [...Deno.readDirSync(cache)].map(({ name }) => name).filter((name) =>
      name.endsWith(".bin")
    );
    await Deno.truncate(`${cache}/${file}`, 100);
    const again = await loadCohort(path, { cache });
    assert.deepEqual(again.matrix, first.matrix);
    assert.deepEqual(again.report[0]!.kind, "damaged-cache");
    assert.deepEqual(await loadCohort(path, { cache }), first);
    const { mtime, atime } = await Deno.stat(path);
    await Deno.writeFile(path, gzip(TABLE.replace("\t3", "\t4")));
    await Deno.utime(path, atime!, mtime!);
    assert.equal((await loadCohort(path, { cache })).matrix.values[1], 4);
  }));

Deno.test("loadCohort() refuses genes that share an id if asked to, also where the cache has them", () =>
  inFolder(async (folder) => {
    const path = `${folder}/twice.tsv`, cache = `${folder}/cache`;
    await Deno.writeTextFile(path, "gene\tA\tB\nx\t1\t2\ny\t1\t2\nx\t3\t4\n");
    const { report } = await loadCohort(path, { cache });
    assert.equal(report.find(({ kind }) => kind === "duplicate-genes")?.count, 1);
    for (const kept of [cache, false] as const) {
      await assert.rejects(loadCohort(path, { cache: kept, duplicateGenes: "refuse" }), {
        name: "InputError",
        message:
          /twice.tsv with --duplicate-genes refuse: 1 genes have the id of an earlier one \(x\);/,
      });
    }
  }));

Deno.test("loadCohort() keeps what another scale or orientation reads apart in its cache", () =>
  inFolder(async (folder) => {
    const path = `${folder}/counts.csv`, cache = `${folder}/cache`;
    await Deno.writeTextFile(path, "gene,A,B\nx,1,3\ny,7,15\n");
    const values = async (
      options: object,
    ) => [...(await loadCohort(path, { cache, ...options })).matrix.values];
    for (let time = 0; time < 2; time++) {
      assert.deepEqual(await values({}), [1, 7, 3, 15]);
      assert.deepEqual(await values({ scale: "log2" }), [1, 3, 2, 4]);
      assert.deepEqual(await values({ orientation: "samples" }), [1, 3, 7, 15]);
    }
    assert.equal((await loadCohort(path, { cache })).name, "counts");
    const files = [...Deno.readDirSync(cache)].filter(({ name }) => name.endsWith(".bin"));
    assert.equal(files.length, 3);
    await loadCohort(path, { cache, scale: "as-is", orientation: "auto" });
    assert.equal(
      [...Deno.readDirSync(cache)].filter(({ name }) => name.endsWith(".bin")).length,
      3,
    );
  }));

Deno.test("loadCohort() makes synthetic cohorts by name and size", async () => {
  assert.equal((await loadCohort("synthetic")).name, "synthetic-500x2000");
  assert.equal((await loadCohort("synthetic-30x20")).matrix.values.length, 600);
  assert.equal((await loadCohort("synthetic-1")).name, "synthetic-1-500x2000");
  assert.equal((await loadCohort("synthetic-1-30x20")).matrix.values.length, 600);
});

Deno.test("loadCohort() refuses unknown names and what does not go together", () =>
  inFolder(async (folder) => {
    const refused = (name: string, options: object, message: RegExp) =>
      assert.rejects(loadCohort(name, { cache: false, ...options }), {
        name: "InputError",
        message,
      });
    await refused(`${folder}/none.tsv`, {}, /no such file/);
    await refused(`${folder}/none.tsv`, { cache: folder }, /no such file/);
    await refused(folder, { cache: folder }, /it is a folder/);
    await refused(
      "synthetic",
      { phenotype: "types.tsv" },
      /types\.tsv with synthetic: .*leave the table out/,
    );
    await refused("synthetic-0x20", {}, /at least one/);
    await refused(
      "synthetic",
      { scale: "log2" },
      /^--scale: got "log2", but synthetic is not a file; it is log2\(count \+ 1\) already$/,
    );
    await refused("synthetic", { orientation: "samples" }, /^--orientation: got "samples", but/);
    await refused(
      "synthetic-60x40",
      { layer: "counts" },
      /^--layer: got "counts", but synthetic-60x40 is not a file; leave it out$/,
    );
    await refused(
      "synthetic",
      { geneColumn: "id" },
      /^--gene-column: got "id", but synthetic is not/,
    );
    const path = `${folder}/my.geneExp.xena.gz`;
    await refused(path, { scale: "log10" }, /^--scale: got "log10", takes as-is, log2, log2-cpm$/);
    await refused(
      path,
      { orientation: "rows" },
      /^--orientation: got "rows", takes auto, genes, sam/,
    );
    await refused(path, { duplicateGenes: "mean" }, /^--duplicate-genes: .* highest-mean, refuse$/);
    await refused(
      path,
      { phenotypeColumn: "stage" },
      /^--phenotype-column: got "stage", but there is/,
    );
    await refused(`${folder}/my.geneExp.xena.gz`, { phenotype: `${folder}/none` }, /no such file/);
    const types = { phenotype: `${folder}/types.tsv`, phenotypeColumn: "stage" };
    await refused(`${folder}/my.geneExp.xena.gz`, types, /no column gives "stage"/);
    await Deno.writeTextFile(`${folder}/file`, "");
    await refused(
      `${folder}/my.geneExp.xena.gz`,
      { cache: `${folder}/file/cache` },
      /^Cannot make the folder .*\/file\/cache: a file has that name, or that of a folder above it/,
    );
  }));

Deno.test("loadCohort() reads a matrix anew for another table, as that tells what ids are", () =>
  inFolder(async (folder) => {
    const path = `${folder}/noids.tsv`,
      cache = `${folder}/cache`,
      phenotype = `${folder}/types.tsv`;
    // The first sample stands where the ids should be, as R's row.names = FALSE leaves it.
    await Deno.writeTextFile(path, "S1\tS2\tS3\n1\t2\t3\n4\t5\t6\n");
    await Deno.writeTextFile(phenotype, "sample\tdisease\nS1\tlung\nS2\tlung\nS3\tskin\n");
    const options = { orientation: "genes", cache } as const;
    assert.equal((await loadCohort(path, options)).matrix.samples.length, 2);
    await assert.rejects(
      loadCohort(path, { ...options, phenotype }),
      /its first column \(S1\) holds values \(1, 4, …\), and no column holds ids of the rows/,
    );
  }));
