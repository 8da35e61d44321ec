import assert from "node:assert/strict";
import { evidenceOf } from "../../lib/data/_id_evidence.ts";
import { type ExpressionOptions, readExpression } from "../../lib/data/expression.ts";
import { withFile } from "./_files.ts";

type Orientation = ExpressionOptions["orientation"];

/** A table of these ids, told apart by its numbers: those of the first row are 0, 1, … */
function table(rows: readonly string[], columns: readonly string[], corner = "id"): string {
  const lines = rows.map((id, row) =>
    [id, ...columns.map((_, column) => row * columns.length + column)].join("\t")
  );
  return `${[corner, ...columns].join("\t")}\n${lines.join("\n")}\n`;
}

async function decide(text: string, orientation?: Orientation) {
  const { genes, samples, values, report } = await withFile(
    text,
    (path) => readExpression(path, { orientation }),
  );
  const { kind, count, examples } = report.find(({ kind }) => kind.startsWith("rows-are"))!;
  return { genes, samples, values: [...values], said: [kind, count, examples[0]] };
}

const SAMPLES = ["TCGA-AA-0001-01", "TCGA-AA-0002-01"];
const ENSEMBL = ["ENSG00000000003", "ENSG00000000005", "ENSG00000000419"];
const SYMBOLS = ["TP53", "EGFR", "MYC", "KRAS", "ACTB"];

Deno.test("readExpression() takes the side with TCGA barcodes for the samples, and says so", async () => {
  const asRows = await decide(table(SAMPLES, ["a", "b", "c"]));
  assert.deepEqual(asRows.samples, SAMPLES);
  assert.deepEqual(asRows.genes, ["a", "b", "c"]);
  assert.deepEqual(asRows.values, [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(asRows.said, ["rows-are-samples", 2, "TCGA barcodes in the rows"]);
  const asColumns = await decide(table(["a", "b", "c"], SAMPLES));
  assert.deepEqual(asColumns.samples, SAMPLES);
  assert.deepEqual(asColumns.values, [0, 2, 4, 1, 3, 5]);
  assert.deepEqual(asColumns.said, ["rows-are-genes", 3, "TCGA barcodes in the columns"]);
});

Deno.test("readExpression() knows genes by Ensembl ids, by symbols and by the corner's name", async () => {
  const said = async (rows: string[], columns: string[], corner?: string) =>
    (await decide(table(rows, columns, corner))).said;
  assert.deepEqual(await said(["p", "q"], ENSEMBL), [
    "rows-are-samples",
    2,
    "Ensembl ids in the columns",
  ]);
  assert.deepEqual(await said(ENSEMBL, ["p", "q"]), [
    "rows-are-genes",
    3,
    "Ensembl ids in the rows",
  ]);
  assert.deepEqual(await said(["p"], SYMBOLS), [
    "rows-are-samples",
    1,
    "gene symbols (TP53, EGFR) in the columns",
  ]);
  assert.deepEqual(
    (await said(["p", "q"], SYMBOLS.slice(1)))[2],
    "gene symbols (EGFR, MYC) in the columns",
  );
  for (const corner of ["gene", "Gene Symbol", "Ensembl_ID", "hugo_symbol", "gene_id"]) {
    assert.deepEqual(
      (await said(["p"], ["q"], corner))[2],
      `the ids' column is called "${corner}"`,
    );
  }
  for (const corner of ["sample_id", "Cell", "ModelID", "barcode"]) {
    assert.deepEqual(await said(["p"], ["q"], corner), [
      "rows-are-samples",
      1,
      `the ids' column is called "${corner}"`,
    ]);
  }
});

Deno.test("readExpression() guesses nothing: it asks which way round a table is", async () => {
  for (const corner of ["sample", "id", ""]) {
    await assert.rejects(decide(table(["p", "q"], ["r", "s", "t"], corner)), {
      name: "InputError",
      message: new RegExp(
        String
          .raw`^Cannot read \S+: neither its rows \(p, q\) nor its columns \(r, s, …\) are known as genes or ` +
          "samples; say what the rows are with --orientation genes or --orientation samples, or give the samples' " +
          "table with --phenotype$",
      ),
    });
  }
});

Deno.test("readExpression() knows ids of many sources by their form", async () => {
  const known: [ids: string[], side: "genes" | "samples", what: string][] = [
    [["GTEX-1117F-0226-SM-5GZZ7", "GTEX-111CU-1826-SM-5GZYN"], "samples", "GTEx ids"],
    [["ACH-000001", "ACH-000002"], "samples", "DepMap ids"],
    [["PR-AdBjpG", "PR-I2AzwG"], "samples", "DepMap ids"],
    [["GSM12345", "GSM12346"], "samples", "GEO samples (GSM…)"],
    [["SRR1039508", "SRR1039509"], "samples", "accessions of sequencing runs"],
    [["AAACCTGAGAAACCAT-1", "AAACCTGAGAAACCGC-1"], "samples", "barcodes of cells"],
    [["/x/S1.bam", "/x/S2.bam"], "samples", "names of alignment files"],
    [["TP53 (7157)", "ZYX (7791)"], "genes", "genes as DepMap writes them"],
    [["TSPAN6 (ENST00000373020)", "ZYX (ENST00000322764)"], "genes", "genes as DepMap writes them"],
    [["XLOC_000001", "XLOC_000002"], "genes", "gene ids"],
    [["?|100130426", "A1BG|1"], "genes", "genes as symbol|Entrez id"],
    [["NM_000546", "NR_046018"], "genes", "RefSeq ids"],
    [["1007_s_at", "1053_at"], "genes", "Affymetrix probes"],
    [["7157", "1956", "4609"], "genes", "Entrez ids (7157, 1956)"],
    [["RPL13", "RPS6", "x"], "genes", "gene symbols (RPL13, RPS6)"],
  ];
  for (const [ids, side, what] of known) {
    const inRows = (await decide(table(ids, ["p", "q"]))).said;
    assert.deepEqual(inRows, [`rows-are-${side}`, ids.length, `${what} in the rows`]);
    const other = side === "genes" ? "samples" : "genes";
    assert.deepEqual((await decide(table(["p", "q"], ids))).said, [
      `rows-are-${other}`,
      2,
      `${what} in the columns`,
    ]);
  }
  // Numbers of rows are no Entrez ids, nor are those of patients, though 1, 2, 9, 10, 12 and 13 are genes.
  await assert.rejects(decide(table(["1", "2", "3"], ["p", "q"])), /neither its rows/);
  const patients = ["1", "2", "4", "9", "10", "12", "13"];
  const { samples } = await decide(table(["p", "q"], patients).replace(/^\w*/, "gene_id"));
  assert.deepEqual(samples, patients);
});

Deno.test("readExpression() knows further ids, totals and outcomes by their names, however these are written", async () => {
  const beside = "EntrezGeneID,Entrez Gene,LOCUSLINK_ID,gc.content,baseMean,Gene ID,Unnamed: 0," +
    "Total,Sum,row.means,Gesamtergebnis,OS.time,PFI,days_to_death,age_at_diagnosis";
  const names = beside.split(",");
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i).join("\t");
  const across = `gene\t${names.join("\t")}\tS1\nTP53\t${numbers(names.length)}\t1\n` +
    `MYC\t${numbers(names.length)}\t2\n`;
  const columns = await decide(across);
  assert.deepEqual([columns.samples, columns.values], [["S1"], [1, 2]]);
  const rows = names.map((name) => `${name}\t7\t8\n`).join("");
  const below = await decide(`gene\tS1\tS2\nTP53\t1\t3\nMYC\t2\t4\n${rows}`);
  assert.deepEqual([below.genes, below.values], [["TP53", "MYC"], [1, 2, 3, 4]]);
  // What only resembles these is not left out: TOTAL2, Sum149 and 1 may be samples.
  const others = "gene\tTOTAL2\tSum149\t1\nTP53\t1\t2\t3\nMYC\t1\t2\t3\n";
  assert.deepEqual((await decide(others)).samples, ["TOTAL2", "Sum149", "1"]);
});

Deno.test("readExpression() leaves out what is no gene and no sample, on either side, and keeps places", async () => {
  const text =
    "gene\tS1\tEntrez_Gene_Id\tS2\nN_unmapped\t9\t9\t9\nTP53\t1\t7157\t2\n__no_feature\t8\t8\t8\n" +
    "MYC\t3\t4609\t-4\n";
  const { genes, samples, values, said } = await decide(text);
  assert.deepEqual([genes, samples, values], [["TP53", "MYC"], ["S1", "S2"], [1, 3, 2, -4]]);
  assert.deepEqual(said.slice(0, 2), ["rows-are-genes", 2]);
  const { report } = await withFile(text, (path) => readExpression(path));
  assert.deepEqual(report.filter(({ kind }) => kind.includes("-no-")), [
    { kind: "rows-no-genes", count: 2, examples: ["N_unmapped", "__no_feature"] },
    { kind: "columns-no-samples", count: 1, examples: ["Entrez_Gene_Id"] },
  ]);
  await assert.rejects(
    withFile(text, (path) => readExpression(path, { scale: "log2" })),
    /, line 5, column 4 \(gene MYC, sample S2\): -4 is negative/,
  );
});

Deno.test("readExpression() takes the rows for what they are declared to be", async () => {
  const text = table(["p", "q"], ["r", "s", "t"]);
  const asGenes = await decide(text, "genes"), asSamples = await decide(text, "samples");
  assert.deepEqual([asGenes.genes, asGenes.samples], [["p", "q"], ["r", "s", "t"]]);
  assert.deepEqual([asSamples.genes, asSamples.samples], [["r", "s", "t"], ["p", "q"]]);
  assert.deepEqual(asGenes.values, [0, 3, 1, 4, 2, 5]);
  assert.deepEqual(asSamples.values, [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(asGenes.said, ["rows-are-genes", 2, "as declared"]);
  assert.deepEqual((await decide(table(ENSEMBL, ["p"]), "samples")).said[0], "rows-are-samples");
});

Deno.test("readExpression() refuses patients where genes are declared", async () => {
  await assert.rejects(decide(table(SAMPLES, ["a"]), "genes"), {
    name: "InputError",
    message:
      /with genes as rows: the rows \(such as TCGA-AA-0001-01\) are samples \(TCGA barcodes\), not genes; use --orientation samples$/,
  });
  await assert.rejects(decide(table(["a"], SAMPLES), "samples"), {
    name: "InputError",
    message: /with samples as rows: the columns \(such as TCGA-AA-0001-01\) are samples .* genes$/,
  });
});

Deno.test("readExpression() refuses a table that was written without its rows' ids", async () => {
  const countSamples = (ids: readonly string[]) => ids.filter((id) => /^Pat\d$/.test(id)).length;
  const refused = (text: string, what: string, options: ExpressionOptions = {}) =>
    withFile(text, (path) =>
      assert.rejects(readExpression(path, options), {
        name: "InputError",
        message:
          `Cannot read ${path}: its first column ${what}, …), and no column holds ids of the rows; write them ` +
          "too (in R row.names = TRUE, in pandas index=True)",
      }));
  const counts = "Pat1,Pat2,Pat3\n6,1,2\n455,3,4\n6,5,6\n";
  await refused(counts, "(Pat1) holds values (6, 455", { countSamples });
  await refused(
    "TCGA-AA-0001-01\tTCGA-AA-0002-01\n5\t2\n12\t4\n",
    "(TCGA-AA-0001-01) holds values (5, 12",
  );
  await refused("TP53,EGFR,MYC\n5.25,1,2\n0.5,3,4\n7,5,6\n", "(TP53) holds values (5.25, 0.5", {
    orientation: "samples",
  });
  await refused("TP53,EGFR,MYC,KRAS\n5,1,2,8\n0,3,4,8\n", "(TP53) holds values (5, 0");
  // Entrez ids, beside the same samples.
  const entrez = counts.replace("Pat1", "ENTREZID").replace("\n6,5", "\n7157,5");
  const { genes } = await withFile(entrez, (path) => readExpression(path, { countSamples }));
  assert.deepEqual(genes, ["6", "455", "7157"]);
});

Deno.test("readExpression() names genes whose ids are unlike the others, as a column of samples is", async () => {
  const ensembl = Array.from({ length: 18 }, (_, i) => `ENSG${String(i).padStart(11, "0")}`);
  const unlike = async (genes: string[]) => {
    const { report } = await withFile(table(["P1", "P2"], genes), (path) => readExpression(path));
    return report.find(({ kind }) => kind === "unlike-genes");
  };
  assert.deepEqual(await unlike([...ensembl, "purity", "ploidy"]), {
    kind: "unlike-genes",
    count: 2,
    examples: ["purity", "ploidy"],
  });
  assert.equal(await unlike(ensembl), undefined);
  assert.equal(await unlike([...ensembl, ...SYMBOLS]), undefined, "genes of two kinds");
});

Deno.test("readExpression() refuses several columns for each sample", async () => {
  const refused = (samples: string[], shown: string) =>
    withFile(
      table(["TP53", "EGFR", "MYC"], samples),
      (path) =>
        assert.rejects(readExpression(path), {
          name: "InputError",
          message: `Cannot read ${path}: several columns for each sample (${shown}`,
        }),
    );
  await refused(
    ["A_count", "A_FPKM", "B_count", "B_FPKM"],
    "A_count, A_FPKM); keep one kind of them, such as count",
  );
  await refused(
    ["tpm.A", "tpm.B", "fpkm.A", "fpkm.B"],
    "tpm.A, fpkm.A); keep one kind of them, such as tpm",
  );
  await refused(
    ["A_unstranded", "A_stranded_first", "A_stranded_second"],
    "A_unstranded, A_stranded_first, A_stranded_second); keep one kind of them, such as unstranded",
  );
  const { samples } = await decide(table(["TP53", "EGFR", "MYC"], ["A_count", "B_count", "A"]));
  assert.deepEqual(samples, ["A_count", "B_count", "A"]);
});

Deno.test("readExpression() finds copies and empty samples among rows as among columns", async () => {
  const read = (text: string) =>
    withFile(text, (path) => readExpression(path, { orientation: "samples" }));
  const { samples, values, report } = await read(
    "id\tx\ty\tz\na\t1\t2\t3\nb\tNA\t\t5\na\t1\t2\t3\nc\tNA\t7\t8\n",
  );
  assert.deepEqual(samples, ["a", "c"]);
  assert.deepEqual([...values], [1, 2, 3, NaN, 7, 8]);
  assert.deepEqual(report.map(({ kind, count }) => [kind, count]), [
    ["missing-cells", 3],
    ["rows-are-samples", 4],
    ["duplicate-samples", 1],
    ["empty-samples", 1],
  ]);
  await assert.rejects(read("id\tx\na\t1\n\na\t2\n"), {
    name: "InputError",
    message: /, line 4: the sample a has different values in line 2; remove one/,
  });
});

Deno.test("readExpression() keeps rows of samples in place over many blocks", async () => {
  const rows = Array.from({ length: 200 }, (_, i) => `r${i}`);
  const columns = Array.from({ length: 150 }, (_, i) => `c${i}`), text = table(rows, columns);
  const { values, samples } = await decide(text, "samples");
  assert.deepEqual(samples, rows);
  values.forEach((value, i) => assert.equal(value, i));
});

Deno.test("evidenceOf() knows barcodes with hyphens, dots or underscores", () => {
  const ids: [id: string, what: string][] = [
    ["TCGA-BH-A0B3-11", "TCGA barcodes"],
    ["TCGA_BH_A0B3_11", "TCGA barcodes"],
    ["TARGET_30_PARACS_01A", "TARGET barcodes"],
    ["TARGET-30-COGN415", "TARGET barcodes"],
    ["GTEX_1117F_0226_SM_5GZZ7", "GTEx ids"],
    ["GTEX.ZZPU", "GTEx ids"],
    ["C3L-00200.N", "CPTAC ids"],
    ["C3N_01234", "CPTAC ids"],
  ];
  for (const [id, what] of ids) {
    assert.deepEqual(evidenceOf([id]), { side: "samples", what, isSure: true }, id);
  }
  assert.equal(evidenceOf(["C3", "C3AR1"]), undefined);
});
