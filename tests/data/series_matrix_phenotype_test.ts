import assert from "node:assert/strict";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { readPhenotypeTable } from "../../lib/data/phenotype/read_phenotype_table.ts";
import { CASES, gzip, inFolder, withFile } from "./_files.ts";

const SERIES = [
  '!Series_title\t"Two lines\nof title"',
  '!Series_geo_accession\t"GSE1"',
  "",
  '!Sample_title\t"AD, 1"\t"ctrl 1"\t"AD 2"',
  '!Sample_geo_accession\t"GSM11"\t"GSM12"\t"GSM13"',
  '!Sample_characteristics_ch1\t"tissue: cortex"\t"tissue: cortex"\t"disease state: Alzheimer"',
  '!Sample_characteristics_ch1\t"disease state: Alzheimer"\t"disease state: none"\t"Sex: F"',
  '!Sample_characteristics_ch1\t"Sex: F"\t"Sex: M"\t""',
  "!series_matrix_table_begin",
  '"ID_REF"\t"GSM11"\t"GSM12"\t"GSM13"',
  '"TP53"\t1\t2\t3',
  "!series_matrix_table_end",
  "",
].join("\n");

Deno.test("readPhenotypeTable() reads the samples of a GEO series matrix, characteristics by their keys", () =>
  withFile(gzip(SERIES), async (path) => {
    const table = await readPhenotypeTable(path);
    const columns = await Promise.all(
      table.names.map(async (name, at) => [name, await table.column(at)]),
    );
    assert.deepEqual(Object.fromEntries(columns), {
      "title": ["AD, 1", "ctrl 1", "AD 2"],
      "geo_accession": ["GSM11", "GSM12", "GSM13"],
      "tissue": ["cortex", "cortex", ""],
      "disease state": ["Alzheimer", "none", "Alzheimer"],
      "Sex": ["F", "M", "F"],
    });
  }));

Deno.test("loadCohort() takes the types of a GEO series from its series matrix", () =>
  inFolder(async (folder) => {
    const matrix = `${folder}/counts.csv`, phenotype = `${folder}/GSE1_series_matrix.txt`;
    await Deno.writeTextFile(matrix, 'gene,AD 2,ctrl 1,"AD, 1"\nTP53,1,2,3\nMYC,3,4,5\n');
    await Deno.writeTextFile(phenotype, SERIES.replaceAll("\n", "\r\n"));
    const cohort = await loadCohort(matrix, { phenotype, cache: false });
    assert.deepEqual(cohort.cancerTypes, ["Alzheimer", "none", "Alzheimer"]);
    assert.deepEqual([cohort.phenotype!.column, cohort.phenotype!.joinedBy], [
      "disease state",
      "title",
    ]);
  }));

Deno.test("loadCohort() names the columns of a series matrix that may give types, where none is known by its name", async () => {
  const series = [
    '!Sample_title\t"a"\t"b"\t"c"\t"d"',
    '!Sample_geo_accession\t"GSM11"\t"GSM12"\t"GSM13"\t"GSM14"',
    '!Sample_organism_ch1\t"Homo sapiens"\t"Homo sapiens"\t"Homo sapiens"\t"Homo sapiens"',
    '!Sample_characteristics_ch1\t"pam50: LumA"\t"pam50: Basal"\t"pam50: LumA"\t"pam50: Basal"',
    '!Sample_characteristics_ch1\t"age: 50"\t"age: 60"\t"age: 50"\t"age: 60"',
    "!series_matrix_table_begin",
    '"ID_REF"\t"GSM11"\t"GSM12"\t"GSM13"\t"GSM14"',
    '"1007_s_at"\t1\t2\t3\t4',
    "!series_matrix_table_end\n",
  ].join("\n");
  await withFile(series, async (path) => {
    const { report } = await loadCohort(path, { cache: false });
    assert.deepEqual(report.slice(-2), [
      { kind: "no-phenotype", count: 4, examples: [] },
      { kind: "possible-types", count: 1, examples: ["pam50"] },
    ]);
    const named = await loadCohort(path, { cache: false, phenotypeColumn: "pam50" });
    assert.deepEqual(named.cancerTypes, ["LumA", "Basal", "LumA", "Basal"]);
  });
});

Deno.test("readPhenotypeTable() refuses a series matrix whose lines differ in length or that tells no sample", async () => {
  const refused = (content: string, message: RegExp) =>
    assert.rejects(withFile(content, readPhenotypeTable), { name: "InputError", message });
  await refused(
    SERIES.replace('\t"GSM13"', ""),
    /, line 6: !Sample_geo_accession has 2 samples, !Sample_title has 3; is the file complete\?$/,
  );
  await refused(
    SERIES.replaceAll("!Sample_", "!Other_"),
    /: it has no !Sample_ lines that tell its samples$/,
  );
});

Deno.test({
  name: "readPhenotypeTable() reads the samples of a user's series matrix",
  ignore: CASES === undefined,
  fn: async () => {
    const table = await readPhenotypeTable(
      `${CASES}/geo-series-matrix/GSE99999_series_matrix.txt.gz`,
    );
    assert.deepEqual(table.names, ["title", "geo_accession", "tissue", "data_row_count"]);
    const tissue = await table.column(2);
    assert.deepEqual([tissue.length, new Set(tissue)], [24, new Set(["lung", "breast"])]);
    const { cancerTypes, phenotype } = await loadCohort(table.path, { cache: false });
    assert.deepEqual(cancerTypes, tissue);
    assert.deepEqual([phenotype!.column, phenotype!.joinedBy], ["tissue", "geo_accession"]);
  },
});

Deno.test("loadCohort() takes types and groups of a series matrix from the lines above its numbers", () =>
  withFile(SERIES.replace('"TP53"\t1\t2\t3', '"TP53"\t1\t2\t3\n"MYC"\t4\t5\t6'), async (path) => {
    const cohort = await loadCohort(path, { cache: false, groupColumn: "sex" });
    assert.deepEqual(cohort.matrix.samples, ["GSM11", "GSM12", "GSM13"]);
    assert.deepEqual(cohort.cancerTypes, ["Alzheimer", "none", "Alzheimer"]);
    assert.deepEqual(cohort.groups, ["F", "M", "F"]);
  }));
