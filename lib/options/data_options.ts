import { READING_CHOICES } from "../data/reading_choices.ts";
import type { OptionRows } from "./row.ts";

/** What decides what the data are: where they come from and how they are read. */
export const DATA_OPTIONS = {
  data: {
    type: "text",
    path: true,
    default: "synthetic",
    placeholder: "name|path",
    help:
      "expression matrix (.tsv, .csv, compressed or not, .parquet, .h5ad, .h5), a downloaded cohort, " +
      'or "synthetic"',
  },
  phenotype: {
    type: "text",
    path: true,
    default: null,
    placeholder: "path",
    help: "table with the samples' cancer types, to stratify the split",
  },
  phenotypeColumn: {
    type: "text",
    default: null,
    placeholder: "name",
    help: "its column of cancer types, or that of an .h5ad file's obs",
    otherwise: "the first well-known name",
  },
  groupColumn: {
    type: "text",
    default: null,
    placeholder: "name",
    help: "its column of donors or other groups, of which each stays in one part of the split",
    otherwise: "the patients of TCGA, TARGET and GTEx ids",
  },
  labels: {
    type: "names",
    default: null,
    placeholder: "list",
    help:
      "its columns that are predicted from each latent space, such as cancer_type,sex,stage; the results' accuracies are " +
      "of the first",
    otherwise: "the cancer type alone",
  },
  allowUnknown: {
    type: "flag",
    default: false,
    help: 'let samples train as "unknown" where the table names no cancer type for half of them',
  },
  sampleTypes: {
    choices: READING_CHOICES.sampleTypes,
    default: "tumour",
    placeholder: "kind",
    help: "which samples are kept, where barcodes or the table tell tumours from normal tissue",
  },
  orientation: {
    choices: READING_CHOICES.orientation,
    default: "auto",
    placeholder: "rows",
    help: "what the rows of the matrix are; auto decides by their ids",
  },
  scale: {
    choices: READING_CHOICES.scale,
    default: "as-is",
    placeholder: "name",
    help:
      "how its numbers are transformed: not at all, log2(x + 1), or log2(counts per million + 1)",
  },
  layer: {
    type: "text",
    default: null,
    placeholder: "name",
    help: "of an .h5ad file: the layer to read, or raw",
    otherwise: "its X",
  },
  geneColumn: {
    type: "text",
    default: null,
    placeholder: "name",
    help: "the matrix's column of gene ids, where it has several",
    otherwise: "the first column of ids",
  },
  duplicateGenes: {
    choices: READING_CHOICES.duplicateGenes,
    default: "highest-mean",
    placeholder: "how",
    help: "of genes that share an id, use the one with the highest training mean, or refuse",
  },
  genes: {
    integer: true,
    minimum: 1,
    default: null,
    placeholder: "n",
    help: "how many of the most variable genes to use; may be an axis, --axis genes=1000,5000",
    otherwise: "5000, or all where there are fewer",
  },
} as const satisfies OptionRows;

/**
 * Options of the data that may be a further axis too: each run's data are then prepared with its own value, which is no part
 * of the runs' options.
 */
export const DATA_AXES = { genes: DATA_OPTIONS.genes } as const satisfies OptionRows;
