import { visibleText } from "../format/visible_text.ts";
import { noticeExamples } from "./notice_examples.ts";

/** One kind of thing that was found, repaired or decided while reading data, with its count. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly count: number;
  /** Up to five places or names, for the reader to look at. */
  readonly examples: readonly string[];
}

/** What was counted, and what is done about it, to be followed by the number. */
const LABELS = {
  "missing-cells": "Cells that are empty or NA",
  "duplicate-genes": "Rows that repeat an earlier row's gene id",
  "duplicate-samples": "Sample columns left out as exact copies of an earlier one",
  "empty-samples": "Samples left out as more than half of their values are missing",
  "blank-lines": "Blank lines skipped",
  "short-header":
    "Headers one cell shorter than the rows, as R writes them: first column taken as ids",
  "empty-ends": "Rows read without the empty cells after their last column",
  "entrez-ids": "Rows without a symbol that took their Entrez id",
  "no-final-newline": "Files that end without a line break (check that they are complete)",
  "rows-are-genes": "Rows taken as genes, columns as samples",
  "rows-are-samples": "Rows taken as samples, columns as genes",
  "rows-no-genes": "Rows left out as they are no genes",
  "columns-no-genes": "Columns left out as they are no genes",
  "rows-no-samples": "Rows left out as they are no samples",
  "columns-no-samples": "Columns left out as they are no samples",
  "other-entries": "Rows left out as they are not the default entries of their models",
  "gene-versions": "Gene ids without their Ensembl version",
  "genes-by-excel":
    "Gene ids that Excel has changed to dates or numbers (MARCH1, SEPT2; take them from the original file)",
  "unlike-genes":
    "Genes whose ids are unlike nine in ten of the others (leave out what is no gene)",
  "log2": "Scaled to log2(x + 1); values before",
  "log2-cpm": "Scaled to log2(counts per million + 1); values before",
  "large-values":
    "Values that do not look like logarithms (if they are none, use --scale log2, or log2-cpm for counts)",
  "negative-values": "Negative values, as z-scores have",
  "other-matrices": "Other matrices in the file, which --layer takes",
  "small-values": "Values that look like logarithms already (then use --scale as-is)",
  "latin-1-text": "Texts that are not UTF-8, read as Latin-1 (Windows-1252)",
  "comment-lines": "Lines of comments (#) skipped",
  "short-phenotype-header":
    "Phenotype headers one cell short, as R's write.table makes them (the first column holds the ids)",
  "duplicate-phenotype-rows": "Phenotype rows that repeat a sample with the same cancer type",
  "missing-cancer-types": "Phenotype rows that name no cancer type",
  "matched-samples": "Samples found in the phenotype table by their id",
  "matched-by-barcode": "Samples found in the phenotype table by their TCGA sample barcode",
  "matched-by-cell": "Samples found in the phenotype table by their cell's barcode without -1",
  "matched-by-r-name":
    "Samples found in the phenotype table by their name as R writes it (check.names)",
  "matched-by-case":
    "Samples found in the phenotype table without regard to upper and lower case, blanks, hyphens and the like",
  "matched-by-file-name": "Samples found in the phenotype table by the name in that of a file",
  "matched-by-subject":
    "Samples found in the phenotype table by their subject, with which their id begins",
  "matched-by-patient": "Samples found in the phenotype table by their TCGA patient barcode",
  "ambiguous-samples": "Samples of unknown type as phenotype rows of several types fit them",
  "typeless-samples": "Samples of unknown type as the phenotype table names none for them",
  "unmatched-samples": "Samples of unknown type as they are not in the phenotype table",
  "unused-phenotype-rows": "Phenotype rows of no sample in the matrix",
  "no-phenotype":
    "Samples of unknown type as no table names cancer types (the split is not stratified)",
  "possible-types": "Columns of the file that may give types (name one with --phenotype-column)",
  "groups": "Groups of samples that stay in one part of the split",
  "scattered-subjects":
    "Patients or donors whose samples may stand in training and test alike, unless --group-column names their column",
  "groupless-samples":
    "Samples that stand alone in the split as the group column names nothing for them",
  "unlabelled-samples":
    "Labels without a class for some samples, which are left out where that label is predicted",
  "small-label-classes":
    "Classes of labels with fewer than 3 samples, left out where those are predicted",
  "single-class-labels": "Labels that are not predicted as fewer than two classes have 3 samples",
  "normal-by-barcode":
    "Samples of normal tissue left out by their barcodes (--sample-types all keeps them)",
  "normal-by-column":
    "Samples of normal tissue left out by the phenotype table (--sample-types all keeps them)",
  "control-samples": "Control samples left out (--sample-types all keeps them)",
  "tumour-samples":
    "Samples left out as they are not known as normal tissue (--sample-types normal)",
  "normal-samples-kept":
    "Samples of normal tissue or controls kept, with cancer types of their own (normal, …)",
  "only-normal-samples": "Samples of normal tissue or controls kept, as there are no others",
  "normal-types":
    "Samples kept although their type is normal tissue or control (name another column with --phenotype-column)",
  "unclear-samples":
    "Samples kept as what the phenotype table says of them may mean a tumour or normal tissue",
  "small-classes": "Cancer types with too few patients for three splits, whose samples all train",
  "superseded-genes": "Rows passed over for one of the same gene id and a higher training mean",
  "constant-genes": "Genes that cannot be chosen as they are constant in the training samples",
  "sparse-genes":
    "Genes that cannot be chosen as they miss more than half of their training values",
  "filled-cells": "Missing cells of chosen genes that took the gene's training mean",
  "fewer-genes": "Genes are all used, as there are fewer than the default of 5000",
  "damaged-cache": "Damaged cache files rebuilt",
} as const;

/** Kinds whose example is the range of all values. */
const RANGES: readonly NoticeKind[] = [
  "log2",
  "log2-cpm",
  "large-values",
  "small-values",
  "negative-values",
];

/** The kinds of {@linkcode Notice}; docs/data.md says what is done about each. */
export type NoticeKind = keyof typeof LABELS;

/**
 * A report as lines of text, in the order in which things were counted.
 *
 * @example
 * ```ts
 * import { describeNotices } from "./notices.ts";
 * const [line] = describeNotices([{ kind: "blank-lines", count: 2, examples: ["line 3", "line 7"] }]);
 * if (line !== "Blank lines skipped: 2 (line 3, line 7)") throw new Error(line);
 * ```
 */
export function describeNotices(report: readonly Notice[]): string[] {
  return report.map(({ kind, count, examples }) => {
    // A range tells of all values: there is nothing to count.
    if (RANGES.includes(kind)) return visibleText(`${LABELS[kind]}: ${examples.join(", ")}`);
    const isReason = kind.startsWith("rows-are"); // one for all of them, where others are places
    const shown = noticeExamples(isReason ? examples.length : count, examples);
    return visibleText(`${LABELS[kind]}: ${count.toLocaleString("en")}${shown}`);
  });
}
