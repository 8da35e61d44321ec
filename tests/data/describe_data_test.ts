import assert from "node:assert/strict";
import { describeData } from "../../lib/data/describe_data.ts";
import type { DataSummary } from "../../lib/data/data_summary.ts";
import type { Notice } from "../../lib/data/notices.ts";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { prepareOnce } from "../../lib/data/prepare_once.ts";
import { inFolder } from "./_files.ts";

const SUMMARY: DataSummary = {
  name: "expression",
  file: "expression.csv.gz",
  source: {
    format: "CSV, gzip",
    rows: "samples",
    why: "DepMap ids in the rows",
    smallest: 0,
    largest: 17.78,
  },
  scale: "log2",
  samples: 1019,
  genes: 19193,
  phenotype: {
    file: "/x/Model.csv",
    column: "lineage",
    columns: 12,
    joinedBy: "ModelID",
    matched: 1001,
    of: 1019,
  },
  types: Array.from({ length: 10 }, (_, i) => ({ type: `type ${i}`, samples: 200 - i })),
  unknown: 18,
  split: { train: 713, validation: 153, test: 153, seed: 4 },
};
const NOTICES: Notice[] = [
  { kind: "rows-are-samples", count: 1019, examples: ["DepMap ids in the rows"] },
  { kind: "columns-no-genes", count: 1, examples: ["Entrez_Gene_Id"] },
  { kind: "normal-by-barcode", count: 7, examples: ["a", "b", "c", "d", "e"] },
  { kind: "gene-versions", count: 3, examples: ["x.1 to x"] },
];

Deno.test("describeData() tells what was understood, each thing in one line", () => {
  const { lines, others } = describeData(SUMMARY, NOTICES);
  assert.deepEqual(lines.map(({ what, text }) => [what, text]), [
    [
      "data",
      "expression.csv.gz: CSV, gzip, rows are samples (DepMap ids in the rows), 1,019 samples × 19,193 genes, " +
      "values 0 to 17.78, made log2(x + 1)",
    ],
    [
      "left out",
      "1 column that is no gene (Entrez_Gene_Id), 7 samples of normal tissue by their barcodes (a, b, c, d, e, …)",
    ],
    [
      "phenotype",
      "Model.csv, column lineage (of 12 columns), joined by ModelID: 1,001 of 1,019 samples",
    ],
    [
      "types",
      "type 0: 200, type 1: 199, type 2: 198, type 3: 197, type 4: 196, type 5: 195, type 6: 194, type 7: 193, … 2 more; " +
      '18 samples without a type train as "unknown"',
    ],
    ["split", "713 train, 153 validate, 153 test; stratified by type, seed 4"],
  ]);
  // What the lines do not tell is left for others to tell.
  assert.deepEqual(others.map(({ kind }) => kind), ["gene-versions"]);
});

Deno.test("describeData() says so where there is no phenotype table, and keeps names on their line", () => {
  const { phenotype: _, ...rest } = SUMMARY;
  const { lines } = describeData({ ...rest, types: [], unknown: 1019, file: "a\nb.csv" }, []);
  assert.deepEqual(lines.map(({ what }) => what), ["data", "phenotype", "split"]);
  assert.match(lines[0]!.text, /^a\\nb\.csv: /);
  assert.equal(lines[1]!.text, "none: every type is unknown, the split is not stratified");
  assert.equal(lines[2]!.text, "713 train, 153 validate, 153 test; not stratified, seed 4");
});

Deno.test("describeData() tells how many genes were trained on, and every split's seed", () => {
  const of = (trained: { genes?: number[]; seeds?: number[] }) => {
    const { lines } = describeData(SUMMARY, NOTICES, trained);
    return [lines[0]!.text.match(/ × .* genes.*?, values|trained on/)![0], lines.at(-1)!.text];
  };
  const split = "713 train, 153 validate, 153 test; stratified by type, ";
  assert.deepEqual(of({ genes: [500, 1000], seeds: [0, 1, 4] }), [
    " × 19,193 genes, of which 500 or 1,000 are trained on, values",
    `${split}a split for each of the seeds 0, 1, 4`,
  ]);
  assert.deepEqual(of({ genes: [19193], seeds: [7] }), [
    " × 19,193 genes, values",
    `${split}seed 7`,
  ]);
});

Deno.test("a prepared dataset keeps what was understood, in its cache as well", () =>
  inFolder(async (folder) => {
    const ids = Array.from({ length: 12 }, (_, i) => `S${i}`),
      path = `${folder}/counts.csv`,
      cache = `${folder}/cache`;
    const row = (id: string, shift: number) =>
      `${id},${ids.map((_, i) => (i * 7 + shift) % 11).join()}\n`;
    await Deno.writeTextFile(
      path,
      `gene,${ids.join()}\n${row("N_unmapped", 900)}${row("TP53", 1)}${row("MYC", 2)}${
        row("KRAS", 5)
      }`,
    );
    const { report } = await loadCohort(path, { cache });
    assert.deepEqual(report[0], { kind: "rows-no-genes", count: 1, examples: ["N_unmapped"] });
    const [made, kept] = [await prepareOnce(path, { cache }), await prepareOnce(path, { cache })];
    assert.ok(kept.fromCache);
    assert.deepEqual(kept.dataset.summary, made.dataset.summary);
    assert.deepEqual(
      { ...kept.dataset.summary, sampleTypes: undefined },
      {
        name: "counts",
        file: "counts.csv",
        source: {
          format: "CSV",
          rows: "genes",
          why: "gene symbols (TP53, MYC) in the rows",
          smallest: 0,
          largest: 10,
        },
        scale: "as-is",
        samples: 12,
        genes: 3,
        types: [],
        unknown: 12,
        sampleTypes: undefined,
        split: { train: 8, validation: 2, test: 2, seed: 0 },
      },
    );
  }));
