import assert from "node:assert/strict";
import { readExpression } from "../../lib/data/expression.ts";
import { readPhenotype } from "../../lib/data/phenotype/phenotype.ts";
import { gzip, withFile } from "./_files.ts";

const GCT = "#1.2\n3\t2\nName\tDescription\tGTEX-1117F-0226\tGTEX-111CU-0126\n" +
  "ENSG00000223972.5\tDDX11L1\t0.1\t0\nENSG00000227232.5\tWASH7P, 5' end\t8.7\t4.3\n" +
  "ENSG00000278267.1\t\t0\t1e1\n";
/** With two columns about genes, one of them of numbers, and two lines about samples. */
const GCT_3 = "#1.3\t\t\n2\t3\t2\t2\nid\tpr_gene_symbol\tpr_analyte_id\tS1\tS2\tS3\n" +
  "pert_iname\t-666\t-666\tDMSO\tDMSO\tvorinostat\npert_dose\t-666\t-666\t1\t2\t3\n" +
  "200814_at\tPSME1\t11\t1.5\t2\t-3\n222103_at\tATF1\t12\t0\tNA\t2\n";
/** Probes of a series, with quotes that do not end above the table. */
const SERIES = '!Series_title\t"A "series""\n!Series_summary\t"Two lines\nof "summary"\n' +
  '!Sample_title\t"a"\t"b"\n!Sample_geo_accession\t"GSM900001"\t"GSM900002"\n' +
  '!Sample_characteristics_ch1\t"disease: glioma"\t"disease: meningioma"\n' +
  '!series_matrix_table_begin\n"ID_REF"\t"GSM900001"\t"GSM900002"\n' +
  '"ILMN_1343291"\t7.25\t-1\n"ILMN_1343295"\tnull\t2\n"ILMN_1651199"\t\t3\n"ILMN_1651209"\t1\t4\n' +
  "!series_matrix_table_end\n";
const COUNTS = "Geneid\tChr\tStart\tEnd\tStrand\tLength\tgene_name\tb/2.bam\ta/1.bam\n" +
  "YAL001C\tI;I\t1;5\t3;9\t-;-\t8\tTFC3\t0\t12\nYAL002W\tI\t20\t30\t+\t11\tVPS8\t7\t1\n";

function counts(report: readonly { kind: string; count: number; examples: readonly string[] }[]) {
  return report.filter(({ kind }) => !/^(rows-are|gene-versions|large)/.test(kind))
    .map(({ kind, count, examples }) => [kind, count, ...examples]);
}

async function refused(content: string | Uint8Array, message: string): Promise<void> {
  await withFile(content, async (path) => {
    const whole = `Cannot read ${path}${message}`;
    await assert.rejects(readExpression(path), { name: "InputError", message: whole });
  });
}

Deno.test("gct reads version 1.2, as GTEx publishes it, and leaves the descriptions out", async () => {
  for (const content of [GCT, gzip(GCT), GCT.replaceAll("\n", "\r\n")]) {
    await withFile(content, async (path) => {
      const { genes, samples, values, report, source } = await readExpression(path);
      assert.deepEqual(genes, ["ENSG00000223972", "ENSG00000227232", "ENSG00000278267"]);
      assert.deepEqual(samples, ["GTEX-1117F-0226", "GTEX-111CU-0126"]);
      assert.deepEqual([...values], [0.1, 8.7, 0, 0, 4.3, 10].map(Math.fround));
      assert.deepEqual(counts(report), [["columns-no-samples", 1, "Description"]]);
      assert.match(source!.format, /^GCT 1\.2/);
    });
  }
});

Deno.test("gct reads GTEx's tables of one tissue, whose rows are numbered before their ids", async () => {
  const [version, sizes, header, ...rows] = GCT.trimEnd().split("\n");
  const numbered = [version, sizes, `id\t${header}`, ...rows.map((row, i) => `${i}\t${row}`), ""];
  await withFile(gzip(numbered.join("\n")), async (path) => {
    const { genes, samples, values, report } = await readExpression(path);
    assert.deepEqual(genes, ["ENSG00000223972", "ENSG00000227232", "ENSG00000278267"]);
    assert.deepEqual(samples, ["GTEX-1117F-0226", "GTEX-111CU-0126"]);
    assert.deepEqual([...values], [0.1, 8.7, 0, 0, 4.3, 10].map(Math.fround));
    assert.deepEqual(counts(report), [["columns-no-samples", 2, "id", "Description"]]);
  });
});

Deno.test("gct reads version 1.3 without what it says about genes and samples, or takes one for the ids", async () => {
  await withFile(GCT_3, async (path) => {
    const { genes, samples, values, report } = await readExpression(path);
    assert.deepEqual([genes, samples], [["200814_at", "222103_at"], ["S1", "S2", "S3"]]);
    assert.deepEqual([...values], [1.5, 0, 2, NaN, -3, 2]);
    assert.deepEqual(counts(report), [
      ["missing-cells", 1, "line 7, column 5"],
      ["rows-no-genes", 2, "pert_iname", "pert_dose"],
      ["columns-no-samples", 2, "pr_gene_symbol", "pr_analyte_id"],
    ]);
    const named = await readExpression(path, { geneColumn: "pr_gene_symbol" });
    assert.deepEqual(named.genes, ["PSME1", "ATF1"]);
    assert.deepEqual([...named.values], [...values]);
  });
});

Deno.test("gct holds the sizes of the second line against the table", async () => {
  const lines = GCT.split(/(?<=\n)/);
  await refused(
    lines.slice(0, 5).join(""),
    ": it has 2 rows × 2 samples, where its second line says 3 × 2; is the file complete?",
  );
  await refused(
    GCT.replace("3\t2\n", "3\t4\n"),
    ": it has 3 rows × 2 samples, where its second line says 3 × 4; is the file complete?",
  );
  await refused(
    lines.toSpliced(1, 1).join(""),
    ', line 2: "Name Description GTEX-1117F-0226 GTEX-11" where GCT 1.2 has its 2 sizes; is the file complete?',
  );
  await refused(lines.slice(0, 2).join(""), ": it ends above its table");
});

Deno.test("seriesMatrix reads the table between its marks, and the samples' characteristics", async () => {
  await withFile(gzip(SERIES), async (path) => {
    const { genes, samples, values, report, source } = await readExpression(path);
    assert.deepEqual(genes, ["ILMN_1343291", "ILMN_1343295", "ILMN_1651199", "ILMN_1651209"]);
    assert.deepEqual(samples, ["GSM900001", "GSM900002"]);
    assert.deepEqual([...values], [7.25, NaN, NaN, 1, -1, 2, 3, 4]);
    assert.deepEqual(counts(report), [[
      "missing-cells",
      2,
      "line 10, column 2",
      "line 11, column 2",
    ]]);
    assert.equal(source!.format, "GEO series matrix, gzip");
  });
  const quoted = SERIES.replace('"A "series""', '"A series"').replace('"summary"\n', 'summary"\n');
  await withFile(quoted, async (path) => {
    const { cancerTypes } = await readPhenotype(path);
    assert.deepEqual([...cancerTypes], [["GSM900001", "glioma"], ["GSM900002", "meningioma"]]);
  });
});

Deno.test("seriesMatrix says where the numbers are if it has none, and when it was cut short", async () => {
  const supplementary =
    ", as series of sequencing have; their counts are the supplementary files of the series at " +
    "GEO: give one of those";
  await refused(
    SERIES.replaceAll(/^"ILMN.*\n/gm, ""),
    `: a GEO series matrix with an empty table${supplementary}`,
  );
  await refused(
    SERIES.slice(0, SERIES.indexOf("!series_matrix")),
    `: a GEO series matrix without !series_matrix_table_begin${supplementary}`,
  );
  await refused(
    SERIES.replace("!series_matrix_table_end\n", ""),
    ": a GEO series matrix that ends before !series_matrix_table_end; get the file again",
  );
});

Deno.test("featureCounts leaves the genes' places out, with its first line or without", async () => {
  const program = '# Program:featureCounts v2.0.1; Command:"featureCounts" "-a" "x.gtf"\n';
  for (
    const [content, comments] of [[COUNTS, []], [program + COUNTS, [[
      "comment-lines",
      1,
      "line 1",
    ]]]] as const
  ) {
    await withFile(content, async (path) => {
      const { genes, samples, values, report, source } = await readExpression(path);
      assert.deepEqual([genes, samples], [["YAL001C", "YAL002W"], ["b/2.bam", "a/1.bam"]]);
      assert.deepEqual([...values], [0, 7, 12, 1]);
      const left = ["Chr", "Start", "End", "Strand", "Length"];
      assert.deepEqual(counts(report), [...comments, ["columns-no-samples", 6, ...left]]);
      assert.equal(source!.format, "featureCounts' table");
      const named = await readExpression(path, { geneColumn: "gene_name" });
      assert.deepEqual(named.genes, ["TFC3", "VPS8"]);
    });
  }
});

Deno.test("featureCounts refuses counts of exons, whose genes stand once for each", async () => {
  const exons = "Geneid\tChr\tStart\tEnd\tStrand\tLength\tS1.bam\tS2.bam\n" +
    "YAL001C\tI\t1\t90\t-\t90\t3\t4\nYAL001C\tI\t120\t200\t-\t81\t5\t6\n";
  await withFile(exons, (path) =>
    assert.rejects(readExpression(path), {
      name: "InputError",
      message:
        `Cannot read ${path}: it has several rows for YAL001C, as featureCounts -f writes one for each exon; ` +
        "count per gene, without -f",
    }));
});

Deno.test("readExpression() names the tables of one sample, and those that are no matrix", async () => {
  const together =
    "; put the samples together into one matrix, with a row for each gene and a column for each sample";
  const cases: [content: string, what: string][] = [
    [
      "N_unmapped\t9\t9\t9\nN_multimapping\t1\t2\t3\nENSG1\t1\t0\t1\n",
      `STAR's counts of one sample (ReadsPerGene.out.tab)${together}`,
    ],
    ["A1BG\t5\nA2M\t0\n__no_feature\t44\n", `HTSeq's counts of one sample${together}`],
    [
      "# gene-model: GENCODE v36\ngene_id\tgene_name\tgene_type\tunstranded\tstranded_first\nN_unmapped\t\t\t5\t5\n",
      `the GDC's counts of one sample${together}`,
    ],
    [
      "Name\tLength\tEffectiveLength\tTPM\tNumReads\nENST1\t100\t50.0\t1.1\t3\n",
      `salmon's quantification of one sample${together}`,
    ],
    [
      "target_id\tlength\teff_length\test_counts\ttpm\nENST1\t9\t8\t7\t6\n",
      `kallisto's quantification of one sample${together}`,
    ],
    [
      "gene_id\ttranscript_id(s)\tlength\teffective_length\texpected_count\tTPM\tFPKM\n",
      `RSEM's quantification of one sample${together}`,
    ],
    [
      "tracking_id\tclass_code\tnearest_ref_id\tgene_id\tFPKM\tFPKM_conf_lo\n",
      `Cufflinks' quantification of one sample${together}`,
    ],
    [
      "Illumina Inc. BeadStudio version 3.1\nNormalization = none\n\nTargetID\t1.AVG_Signal\nA1BG\t5\n",
      "BeadStudio's or GenomeStudio's table with lines above it; remove the lines above the header, which begins " +
      "with TargetID, ProbeID or ID_REF",
    ],
    [
      "Status\ta.bam\tb.bam\nAssigned\t9\t8\nUnassigned_Unmapped\t1\t2\n",
      "featureCounts' summary, not its counts; give the table that stands beside it, without .summary in its name",
    ],
    [
      ",baseMean,log2FoldChange,lfcSE,stat,pvalue,padj\nTP53,1,2,3,4,5,6\n",
      "a table of differential expression, not of samples; give the table of expression from which it was made",
    ],
    [
      "^DATABASE = GeoMiame\n!Database_name = GEO\n",
      "a GEO SOFT file; give the series matrix (…_series_matrix.txt.gz), or the series' supplementary file of counts",
    ],
  ];
  for (const [content, what] of cases) await refused(content, `: it is ${what}`);
});
