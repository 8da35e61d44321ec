import assert from "node:assert/strict";
import { matchSamples } from "../../lib/data/phenotype/match_samples.ts";
import { describeNotices, type Notice } from "../../lib/data/notices.ts";
import { readIds } from "../../lib/data/phenotype/phenotype_ids.ts";
import { tableOf } from "./_phenotype.ts";

/** Samples matched with a table of one row per entry. */
async function match(
  samples: readonly string[],
  phenotype: ReadonlyMap<string, string>,
  name = "sample",
) {
  const types = [...phenotype.values()];
  const table = tableOf({ [name]: [...phenotype.keys()], disease: types });
  const [ids] = await readIds(table);
  return matchSamples(samples, table, { ids: ids!, types });
}

function counts(report: readonly Notice[]) {
  return Object.fromEntries(report.map(({ kind, count }) => [kind, count]));
}

Deno.test("matchSamples() goes from the id over the sample's to the patient's barcode", async () => {
  const phenotype = new Map([
    ["TCGA-AA-0001-01", "exact"],
    ["TCGA-AA-0002-01A-11R", "sample"],
    ["TCGA-AA-0003", "patient"],
    ["TCGA-AA-0004-01", "other sample of the patient"],
    ["GBM-1", "no barcode"],
    ["TCGA-ZZ-9999-01", "unused"],
  ]);
  const samples = [
    "TCGA-AA-0001-01",
    "TCGA-AA-0002-01",
    "TCGA.AA.0003.01",
    "TCGA-AA-0004-11",
    "GBM-1",
    "GBM-2",
  ];
  const { cancerTypes, report } = await match(samples, phenotype);
  assert.deepEqual(cancerTypes, [
    "exact",
    "sample",
    "patient",
    "other sample of the patient",
    "no barcode",
    "unknown",
  ]);
  assert.deepEqual(counts(report), {
    "matched-samples": 2,
    "matched-by-barcode": 1,
    "matched-by-patient": 2,
    "unmatched-samples": 1,
    "unused-phenotype-rows": 1,
  });
});

Deno.test("matchSamples() never guesses between rows of different types", async () => {
  const phenotype = new Map([["TCGA-AA-0001-01A", "ACC"], ["TCGA-AA-0001-01B", "UVM"]]);
  const { cancerTypes, report } = await match(["TCGA-AA-0001-01", "TCGA-AA-0001-01B"], phenotype);
  assert.deepEqual(cancerTypes, ["unknown", "UVM"]);
  assert.equal(counts(report)["ambiguous-samples"], 1);
});

Deno.test("matchSamples() does not take a longer id for a barcode it merely starts like", async () => {
  const phenotype = new Map([["TCGA-AA-0001", "ACC"], ["S1", "UVM"]]);
  const { cancerTypes } = await match(["S1", "S10", "TCGA-AA-00012-01"], phenotype);
  assert.deepEqual(cancerTypes, ["UVM", "unknown", "unknown"]);
});

const R_NAMES: [sample: string, id: string][] = [
  ["X1A.1", "1A-1"],
  ["Tumor.left..deep.", "Tumor left (deep)"],
  ["B_2.x", "B_2-x"],
  ["if.", "if"],
];

Deno.test("matchSamples() finds names that R changed, in the matrix or in the table", async () => {
  for (const [sample, id] of R_NAMES) {
    for (const [ours, theirs] of [[sample, id], [id, sample]] as const) {
      const { cancerTypes, report } = await match([ours], new Map([[theirs, "ACC"], ["Z", "UVM"]]));
      assert.deepEqual(cancerTypes, ["ACC"], ours);
      assert.equal(
        describeNotices(report)[0],
        `Samples found in the phenotype table by their name as R writes it (check.names): 1 (${ours} is ${theirs})`,
      );
    }
  }
  const twice = await match(["S.1", "S.1.1", "S.1.2"], new Map([["S-1", "ACC"]]));
  assert.deepEqual(twice.cancerTypes, ["ACC", "ACC", "ACC"]);
  const unclear = await match(
    ["X1A.1"],
    new Map([["1A-1", "ACC"], ["1A_1", "B"], ["1A 1", "UVM"]]),
  );
  assert.deepEqual(unclear.cancerTypes, ["unknown"]);
});

Deno.test("matchSamples() finds ids in other case and in the names of files, where one row is meant", async () => {
  const found: [sample: string, id: string, kind: string][] = [
    ["s01", "S01", "matched-by-case"],
    ["Tumor 1", "tumor_1", "matched-by-case"],
    ["PDAC-01.b", "PDAC_01 b", "matched-by-case"],
    ["GSM7000001_PDAC_1.counts.txt.gz", "GSM7000001", "matched-by-file-name"],
    ["PDAC 1 (GSM7000001)", "GSM7000001", "matched-by-file-name"],
    ["SRR900001_1.fastq.gz_Aligned.out.bam", "SRR900001", "matched-by-file-name"],
    ["S01_1.fastq.gz_Aligned.out.bam", "S01", "matched-by-file-name"],
    ["S01_S12_L001_R1_001", "S01", "matched-by-file-name"],
    ["S01Aligned.sortedByCoord.out.bam", "S01", "matched-by-file-name"],
    ["/data/run 3/S01.sorted.bam", "S01", "matched-by-file-name"],
    ["S01.Aligned.sortedByCoord.out.bam", "S01", "matched-by-file-name"],
    ["X.home.x.bam.S01.sorted.bam", "S01", "matched-by-file-name"],
    ["X.data.1A.1.bam", "1A-1", "matched-by-file-name"],
    ["S01_counts.txt", "S01", "matched-by-file-name"],
    ["S01ReadsPerGene.out.tab", "S01", "matched-by-file-name"],
    ["count_S01", "S01", "matched-by-file-name"],
    ["S01_FPKM", "S01", "matched-by-file-name"],
    ["S01_raw_counts", "S01", "matched-by-file-name"],
    ["S01.AVG_Signal", "S01", "matched-by-file-name"],
    ["bams/1A-1.bam", "1A-1", "matched-by-file-name"],
    ["S01", "S01.fastq.gz", "matched-by-file-name"],
    ["S01.bam", "fastq/S01_R1_001.fastq.gz", "matched-by-file-name"],
  ];
  for (const [sample, id, kind] of found) {
    const { cancerTypes, report } = await match([sample], new Map([[id, "ACC"], ["S02", "UVM"]]));
    assert.deepEqual(cancerTypes, ["ACC"], sample);
    assert.deepEqual(report[0], { kind, count: 1, examples: [`${sample} is ${id}`] });
  }
  const unclear = new Map([["S1a", "ACC"], ["s1A", "UVM"], ["a/S2.bam", "B"], ["b/S2.txt", "C"]]);
  const { cancerTypes } = await match(["S1A", "S2"], unclear);
  assert.deepEqual(cancerTypes, ["unknown", "unknown"]);
});

Deno.test("matchSamples() finds cells whose -1 was cut off in the table or the matrix, and no other library's", async () => {
  const [one, two] = ["AAACCTGAGAAACCAT", "AAACCTGAGAAGGCCT"];
  for (const [ours, theirs] of [["-1", ""], ["", "-1"]] as const) {
    const phenotype = new Map([[two + theirs, "T cell"], [one + theirs, "B cell"]]);
    const { cancerTypes, report } = await match([one + ours, two + ours], phenotype);
    assert.deepEqual(cancerTypes, ["B cell", "T cell"]);
    assert.equal(
      describeNotices(report)[0],
      "Samples found in the phenotype table by their cell's barcode without -1: 2 " +
        `(${one}${ours} is ${one}${theirs}, ${two}${ours} is ${two}${theirs})`,
    );
  }
  const { cancerTypes } = await match(
    [`${one}-2`, `${two}-1`],
    new Map([[one, "B cell"], [two, "T cell"]]),
  );
  assert.deepEqual(cancerTypes, ["unknown", "T cell"]);
});

Deno.test("matchSamples() takes a barcode's sample type for no number of R's", async () => {
  const { report } = await match(["TCGA.AA.0003.11"], new Map([["TCGA-AA-0003", "ACC"]]));
  assert.deepEqual(counts(report), { "matched-by-patient": 1 });
});

Deno.test("matchSamples() takes the beginning of an id for a subject only in a column of subjects", async () => {
  const phenotype = new Map([["GTEX-1117F", "lung"], ["GTEX-1117", "skin"]]);
  const samples = ["GTEX-1117F-0226-SM-5GZZ7", "GTEX-1117-01", "GTEX-11"];
  const subjects = await match(samples, phenotype, "SUBJID");
  assert.deepEqual(subjects.cancerTypes, ["lung", "skin", "unknown"]);
  assert.deepEqual(counts(subjects.report), { "matched-by-subject": 2, "unmatched-samples": 1 });
  const { cancerTypes } = await match(samples, phenotype);
  assert.deepEqual(cancerTypes, ["unknown", "unknown", "unknown"]);
});

Deno.test("matchSamples() counts samples whose rows name no type", async () => {
  const phenotype = new Map([["S1", "ACC"], ["S2", "[Not Available]"], ["S3", "'--"]]);
  const { cancerTypes, report } = await match(["S1", "S2", "S3", "S4"], phenotype);
  assert.deepEqual(cancerTypes, ["ACC", "unknown", "unknown", "unknown"]);
  assert.deepEqual(counts(report), {
    "matched-samples": 1,
    "typeless-samples": 2,
    "unmatched-samples": 1,
  });
});

Deno.test("matchSamples() refuses two types of one id, with both lines", async () => {
  const table = tableOf({ sample: ["S1", "S2", "S1"], disease: ["ACC", "ACC", "UVM"] });
  const [ids] = await readIds(table);
  assert.throws(() => matchSamples(["S1"], table, { ids: ids!, types: ["ACC", "ACC", "UVM"] }), {
    name: "InputError",
    message:
      'Cannot read types.tsv, line 4: the sample S1 is "UVM" here and "ACC" in line 2; correct one of them',
  });
});
