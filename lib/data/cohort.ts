import type { ExpressionMatrix } from "./expression_matrix.ts";
import type { SampleKind } from "./phenotype/sample_types.ts";
import type { Scale } from "./_scale.ts";
import type { Notice } from "./notices.ts";

/** The cancer type of a sample for which no phenotype table names one. */
export const UNKNOWN_CANCER_TYPE = "unknown";

/** What is predicted from latent spaces besides the cancer type, or in its place: a class of each sample. */
export interface Label {
  /** As the phenotype table calls its column. */
  readonly name: string;
  /** One per sample, {@linkcode UNKNOWN_CANCER_TYPE} where it has no class. */
  readonly values: readonly string[];
}

/** Which samples were kept by what they were taken from, and how many of each kind there were before. */
export interface KeptSamples {
  readonly kept: "tumour" | "all" | "normal";
  readonly counts: Readonly<Record<SampleKind, number>>;
}

/** Where the cancer types come from, as it was understood. */
export interface CohortPhenotype {
  /** Path of the phenotype table, or of the matrix where that holds it. */
  readonly file: string;
  /** The column of the cancer types. */
  readonly column: string;
  /** How many columns the table has. */
  readonly columns: number;
  /** Its column with the samples' ids; null where that has no name. */
  readonly joinedBy: string | null;
  /** Samples for which it names a cancer type. */
  readonly matched: number;
  /** Samples in all, without those that were left out. */
  readonly of: number;
}

/** An expression matrix whose samples have cancer types: what a {@linkcode Dataset} is made from. */
export interface Cohort {
  readonly name: string;
  /** Its matrix's file, without the folder; absent where it does not come from one. */
  readonly file?: string;
  /** Its hash is that of the matrix as it was read, with the samples that were left out. */
  readonly matrix: ExpressionMatrix;
  /** One per sample of the matrix, {@linkcode UNKNOWN_CANCER_TYPE} where none is named. */
  readonly cancerTypes: readonly string[];
  /** What is predicted from latent spaces. @default {the cancer types alone} */
  readonly labels?: readonly Label[];
  /** What was repaired or noticed in the matrix and in the phenotype table. */
  readonly report: readonly Notice[];
  /** How the file's numbers were scaled when they were read; absent where they do not come from a file. */
  readonly scale?: Scale;
  /** What the split keeps together, one per sample; "" for a sample that stands alone. @default {patients by barcode} */
  readonly groups?: readonly string[];
  /** Absent where no table names cancer types. */
  readonly phenotype?: CohortPhenotype;
  /** Absent where the cohort does not come from a file. */
  readonly sampleTypes?: KeptSamples;
}
