import type { FileHead } from "../file_head.ts";
import { separatorOf, SEPARATORS } from "../text/delimiter.ts";
import { isNumberCell } from "./_number_cell.ts";

const TOGETHER =
  "put the samples together into one matrix, with a row for each gene and a column for each sample";

const isLike = (pattern: RegExp) => ({ text }: FileHead) => pattern.test(text);
/** By the header's first cells, below comments, between tabs. */
const hasHeader = (...names: readonly string[]) =>
  isLike(
    new RegExp(`^(#.*\\r?\\n)*${names.map((name) => `"?${name}"?`).join("\\t")}(\\t|\\r?\\n)`),
  );

/** Tables that programs write for one sample, or that are no matrix: what, how to tell, and what to do. */
export const SINGLE_SAMPLES: readonly (readonly [
  what: string,
  recognize: (head: FileHead) => boolean,
  remedy: string,
])[] = [
  [
    "STAR's counts of one sample (ReadsPerGene.out.tab)",
    isLike(/^N_unmapped\t\d+\t\d+\t\d+\r?\n/),
    TOGETHER,
  ],
  ["HTSeq's counts of one sample", isCountedAlone, TOGETHER],
  [
    "the GDC's counts of one sample",
    hasHeader("gene_id", "gene_name", "gene_type", "unstranded"),
    TOGETHER,
  ],
  [
    "salmon's quantification of one sample",
    hasHeader("Name", "Length", "EffectiveLength", "TPM"),
    TOGETHER,
  ],
  [
    "kallisto's quantification of one sample",
    hasHeader("target_id", "length", "eff_length", "est_counts"),
    TOGETHER,
  ],
  [
    "RSEM's quantification of one sample",
    hasHeader(
      "(gene|transcript)_id",
      "(gene|transcript)_id(\\(s\\))?",
      "length",
      "effective_length",
    ),
    TOGETHER,
  ],
  [
    "StringTie's quantification of one sample",
    hasHeader("Gene ID", "Gene Name", "Reference", "Strand"),
    TOGETHER,
  ],
  [
    "Cufflinks' quantification of one sample",
    isLike(/^tracking_id\tclass_code\tnearest_ref_id\t(?!.*_FPKM\t.*_FPKM)/),
    TOGETHER,
  ],
  [
    "featureCounts' summary, not its counts",
    isLike(/^Status\t.*\r?\nAssigned\t/),
    "give the table that stands beside it, without .summary in its name",
  ],
  [
    "a table of differential expression, not of samples",
    isLike(
      /^[^\n]*"?\b(log2FoldChange|logFC|log2FC)\b[^\n]*\b(padj|p?-?value|adj\.P\.Val|FDR|PValue)\b/i,
    ),
    "give the table of expression from which it was made",
  ],
  [
    "BeadStudio's or GenomeStudio's table with lines above it",
    isLike(/^"?(Illumina,? Inc\.|\[Header\])/),
    "remove the lines above the header, which begins with TargetID, ProbeID or ID_REF",
  ],
  [
    "a long table, with a row for each gene and sample",
    isLong,
    "make it a matrix, with a row for each gene and a column for each sample: pivot() of pandas and pivot_wider() of " +
    "R do that",
  ],
  [
    "a GEO SOFT file",
    isLike(/^\^(DATABASE|SERIES|SAMPLE|PLATFORM)\s*=/),
    "give the series matrix (…_series_matrix.txt.gz), or the series' supplementary file of counts",
  ],
];

/** Lines of a gene and a number, nothing above them: HTSeq's, and STAR's cut to two columns. */
function isCountedAlone({ text }: FileHead): boolean {
  const lines = text.split(/\r?\n/).slice(0, text.length < 2 ** 16 ? undefined : -1)
    .filter((line) => line !== "");
  return lines.length > 1 && lines.every((line) => /^[^\t,;]+\t\d+$/.test(line));
}

const GENE = /^((ensembl|hugo|hgnc)[ ._]?)?(gene([ ._]?(id|name|symbol))?|symbol|feature)$/i;
const SAMPLE =
  /^((sample|patient|donor|subject|model|depmap)([ ._]?(id|name))?|(sample[ ._]?)?barcode|cell[ ._]?line([ ._]?name)?)$/i;
/** Columns that a long table has at most; a matrix with two for ids has more. */
const LONG_COLUMNS = 8;

/** Whether of few columns one is called as genes' ids are and one as samples', with texts below both. */
function isLong({ text }: FileHead): boolean {
  const lines = text.split(/\r?\n|\r/).filter((line) => !line.startsWith("#"));
  const delimiter = String.fromCharCode(SEPARATORS[separatorOf(text) ?? "tabs"]);
  const [names = [], cells = []] = lines.slice(0, 2).map((line) =>
    line.split(delimiter).map((cell) => cell.replaceAll('"', "").trim())
  );
  const hasTexts = (pattern: RegExp) =>
    names.some((name, at) => pattern.test(name) && !isNumberCell(cells[at] ?? ""));
  return names.length <= LONG_COLUMNS && hasTexts(GENE) && hasTexts(SAMPLE);
}
