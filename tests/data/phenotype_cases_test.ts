import assert from "node:assert/strict";
import { loadCohort, type LoadCohortOptions } from "../../lib/data/load_cohort.ts";
import { describeNotices } from "../../lib/data/notices.ts";
import { CASES } from "./_files.ts";

const load = async (matrix: string, phenotype: string, options: LoadCohortOptions = {}) => {
  const table = `${CASES}/${phenotype}`;
  const cohort = await loadCohort(`${CASES}/${matrix}`, {
    phenotype: table,
    cache: false,
    ...options,
  });
  const { samples, values, genes } = cohort.matrix;
  const rows = samples.map((
    _,
    row,
  ) => [...values.subarray(row * genes.length, row * genes.length + 2)]);
  const counts = Object.fromEntries(
    Map.groupBy(cohort.cancerTypes, (type) => type).entries()
      .map(([type, { length }]) => [type, length]),
  );
  return { ...cohort, samples, rows, counts, notices: describeNotices(cohort.report) };
};

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, ignore: CASES === undefined, fn });

test("loadCohort() leaves out the normal tissue of 12 patients, by either of their tables", async () => {
  const tables = ["normals_xena_pheno.tsv", "normals_patient_pheno.tsv"];
  for (const [i, table] of tables.entries()) {
    const { samples, rows, counts, notices, phenotype } = await load(
      "tcga-normals/normals.tsv",
      `tcga-normals/${table}`,
    );
    assert.equal(samples.length, 12);
    assert.ok(samples.every((id) => id.endsWith("-01A")));
    // The first numbers of the first two tumours, in float32; the second column of the file is normal tissue.
    assert.deepEqual(rows.slice(0, 2), [
      [Math.fround(6.794), Math.fround(7.2)],
      [Math.fround(5.728), Math.fround(6.17)],
    ]);
    assert.deepEqual(Object.values(counts), [6, 6]);
    assert.equal(phenotype!.matched, 12);
    assert.equal(phenotype!.joinedBy, ["sample", "bcr_patient_barcode"][i]);
    assert.equal(
      notices.at(-1),
      "Samples of normal tissue left out by their barcodes (--sample-types all keeps them): " +
        "12 (TCGA-05-4000-11A, TCGA-05-4001-11A, TCGA-05-4002-11A, TCGA-05-4003-11A, TCGA-05-4004-11A, …)",
    );
    const all = await load("tcga-normals/normals.tsv", `tcga-normals/${table}`, {
      sampleTypes: "all",
    });
    assert.equal(all.samples.length, 24);
    assert.deepEqual(Object.values(all.counts), [6, 6, 6, 6]);
    assert.equal(Object.keys(all.counts).filter((type) => type.startsWith("normal, ")).length, 2);
  }
});

test("loadCohort() matches the names that R changed", async () => {
  const { samples, counts, notices } = await load(
    "r-names/xprefix.csv",
    "r-names/xprefix_pheno.csv",
  );
  assert.deepEqual([samples[0], samples.at(-1)], ["X1A.1", "X24A.0"]);
  assert.deepEqual(counts, { lung: 12, breast: 12 });
  assert.ok(notices.includes(
    "Samples found in the phenotype table by their name as R writes it (check.names): 24 (X1A.1 is 1A-1, X2A.2 is " +
      "2A-2, X3A.0 is 3A-0, X4A.1 is 4A-1, X5A.2 is 5A-2, …)",
  ));
});

test("loadCohort() reads R's table of samples whose header lacks its first cell", async () => {
  const { counts, notices, phenotype } = await load(
    "r-phenotype-header/base.tsv",
    "r-phenotype-header/colData.tsv",
  );
  assert.deepEqual(counts, { lung: 12, breast: 12 });
  assert.deepEqual([phenotype!.joinedBy, phenotype!.column, phenotype!.columns], [
    null,
    "cancer_type",
    2,
  ]);
  assert.ok(notices.includes(
    "Phenotype headers one cell short, as R's write.table makes them (the first column holds the ids): 1 (line 1)",
  ));
});

test("loadCohort() joins DepMap's Model.csv by ModelID", async () => {
  const matrix = "depmap/OmicsExpressionProteinCodingGenesTPMLogp1.csv";
  const { samples, counts, phenotype } = await load(matrix, "depmap/Model.csv");
  assert.deepEqual([samples.length, samples[0]], [24, "ACH-000001"]);
  assert.deepEqual(counts, { Lung: 12, Breast: 12 });
  const { column, columns, joinedBy, matched, of } = phenotype!;
  assert.deepEqual([column, columns, joinedBy, matched, of], [
    "OncotreeLineage",
    4,
    "ModelID",
    24,
    24,
  ]);
});
