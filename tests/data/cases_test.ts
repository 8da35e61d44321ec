import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type ExpressionOptions, readExpression } from "../../lib/data/expression.ts";
import type { ExpressionMatrix } from "../../lib/data/expression_matrix.ts";

const FOLDER = Deno.env.get("VAE_SENSITIVITY_CASES") ??
  fileURLToPath(new URL("../../../shared/cases", import.meta.url));
const ignore = !isThere();

function isThere(): boolean {
  try {
    return Deno.statSync(`${FOLDER}/star-merged`).isDirectory;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.warn(`Skipping tests on files of many programs: none in ${FOLDER}`);
    return false;
  }
}

const read = (file: string, options?: ExpressionOptions) =>
  readExpression(`${FOLDER}/${file}`, options);

/** What was counted, besides the orientation and what the ids and numbers look like. */
function counts({ report }: ExpressionMatrix): unknown[] {
  const others = /^(rows-are|gene-versions|large-values|log2)/;
  return report.filter(({ kind }) => !others.test(kind)).map((
    { kind, count, examples },
  ) => [kind, count, ...examples]);
}

const test = (name: string, run: () => Promise<void>) => Deno.test({ name, ignore, fn: run });
const SAMPLES = Array.from({ length: 24 }, (_, i) => `S${String(i + 1).padStart(2, "0")}`);

test("readExpression() leaves STAR's rows without genes out of counts per million", async () => {
  const clean = await read("star-merged/star_clean.tsv", { scale: "log2-cpm" });
  const merged = await read("star-merged/star_merged.tsv", { scale: "log2-cpm" });
  assert.equal(merged.hash, clean.hash);
  assert.deepEqual([merged.samples, merged.genes.length], [SAMPLES, 20]);
  const names = ["N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous"];
  assert.deepEqual(counts(merged), [["rows-no-genes", 4, ...names]]);
});

test("readExpression() leaves columns out that are no samples, of cBioPortal, nf-core and featureCounts", async () => {
  const clean = await read("star-merged/star_clean.tsv");
  const cBioPortal = await read("cbioportal-rnaseq/data_mrna_seq_v2_rsem.txt");
  assert.deepEqual([...cBioPortal.values], [...clean.values]);
  assert.deepEqual(counts(cBioPortal), [["columns-no-samples", 1, "Entrez_Gene_Id"]]);
  const salmon = await read("nf-core-salmon/salmon.merged.gene_counts.tsv");
  assert.deepEqual([salmon.samples, salmon.genes], [SAMPLES, clean.genes]);
  assert.deepEqual(
    [...salmon.values],
    [...clean.values].map((value) => Math.fround(value + 0.333)),
  );
  assert.deepEqual(counts(salmon), [["columns-no-samples", 1, "gene_name"]]);
  const counted = await read("featurecounts/featurecounts.txt");
  assert.deepEqual([counted.genes, [...counted.values]], [clean.genes, [...clean.values]]);
  assert.deepEqual(
    counted.samples,
    SAMPLES.map((sample) => `/scratch/align/${sample}Aligned.sortedByCoord.out.bam`),
  );
  assert.deepEqual(counts(counted).at(-1), [
    "columns-no-samples",
    5,
    "Chr",
    "Start",
    "End",
    "Strand",
    "Length",
  ]);
});

test("readExpression() reads R's write.table and write.csv2, and rows that end with a tab, as the plain table", async () => {
  const { hash } = await read("r-phenotype-header/base.tsv");
  const files: Record<string, unknown[]> = {
    "write-table/writetable.tsv": [["short-header", 1, `${FOLDER}/write-table/writetable.tsv`]],
    "write-csv2/csv2.csv": [],
    "trailing-tab/trailing_tab_rows_only.tsv": [["empty-ends", 20, "line 2"]],
  };
  for (const [file, expected] of Object.entries(files)) {
    const matrix = await read(file);
    assert.deepEqual([matrix.hash, counts(matrix)], [hash, expected], file);
  }
});

test("readExpression() refuses a header that is shifted by one, and thousands separators, with the remedy", async () => {
  const refusals: Record<string, string> = {
    "trailing-tab/trailing_tab_followed_advice.tsv":
      ": every row ends with an empty cell below the last column (S24), as where the header has a name too many and " +
      "each name stands one column too far right; remove that name, or the column if it is empty",
    "thousands/thousands.csv":
      ', line 2, column 2 (row TP53, column S01): "\\"1,430\\"" is not a finite number; write numbers without ' +
      "thousands separators, as 1430",
  };
  for (const [file, message] of Object.entries(refusals)) {
    await assert.rejects(read(file), {
      name: "InputError",
      message: `Cannot read ${FOLDER}/${file}${message}`,
    });
  }
});

test("readExpression() takes DepMap's rows as samples and its columns as genes", async () => {
  const depMap = await read("depmap/OmicsExpressionProteinCodingGenesTPMLogp1.csv");
  const plain = await read("r-phenotype-header/base.tsv");
  assert.deepEqual([depMap.samples[0], depMap.genes[0]], ["ACH-000001", "TP53 (7000)"]);
  assert.deepEqual([...depMap.values], [...plain.values]);
  assert.equal(depMap.source?.why, "DepMap ids in the rows");
});

test("readExpression() reads the table of a GEO series matrix", async () => {
  const series = await read("geo-series-matrix/GSE99999_series_matrix.txt.gz");
  const plain = await read("r-phenotype-header/base.tsv");
  assert.deepEqual(series.samples, SAMPLES.map((_, i) => `GSM25000${String(i).padStart(2, "0")}`));
  assert.deepEqual([series.genes[0], series.genes[19]], ["1007_at", "1026_at"]);
  assert.deepEqual([[...series.values], counts(series)], [[...plain.values], []]);
});

test("readExpression() reads 10x' folder of three files", async () => {
  const cells = await read("10x-folder"), clean = await read("star-merged/star_clean.tsv");
  assert.deepEqual([cells.genes, [...cells.values]], [clean.genes, [...clean.values]]);
  assert.deepEqual([cells.samples.length, cells.samples[0]], [24, "GCATGTGGTCACTTGC-1"]);
});
