import type { Label } from "./cohort.ts";

/** Samples of one part of a cohort, scaled: row-major float32 of `rows` × the dataset's genes. */
export interface Split {
  readonly rows: number;
  readonly values: Float32Array;
  /** Sample ids, one per row. */
  readonly samples: readonly string[];
  /** Cancer type per row; "unknown" where no phenotype table names one. */
  readonly cancerTypes: readonly string[];
  /** What is predicted from latent spaces: a class per row, "unknown" for none. @default {the cancer types alone} */
  readonly labels?: readonly Label[];
}

/** A cohort ready for training: split first, then genes and scaling taken from the training rows alone. */
export interface Dataset {
  readonly name: string;
  /** Hex SHA-256 of the source matrix's content and of the options that prepared it (seed included). */
  readonly hash: string;
  /** Gene ids, most variable first. */
  readonly genes: readonly string[];
  readonly train: Split;
  readonly validation: Split;
  readonly test: Split;
}
