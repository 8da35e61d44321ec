import type { ExpressionMatrix } from "./expression_matrix.ts";
import type { Scale } from "./_scale.ts";
import type { Notice } from "./notices.ts";

/** The cancer type of a sample for which no phenotype table names one. */
export const UNKNOWN_CANCER_TYPE = "unknown";

/** An expression matrix whose samples have cancer types: what a {@linkcode Dataset} is made from. */
export interface Cohort {
  readonly name: string;
  readonly matrix: ExpressionMatrix;
  /** One per sample of the matrix, {@linkcode UNKNOWN_CANCER_TYPE} where none is named. */
  readonly cancerTypes: readonly string[];
  /** What was repaired or noticed in the matrix and in the phenotype table. */
  readonly report: readonly Notice[];
  /** How the file's numbers were scaled when they were read; absent where they do not come from a file. */
  readonly scale?: Scale;
}
