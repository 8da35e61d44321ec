import { BARCODES } from "./barcodes.ts";

/** Patients of TCGA, TARGET and CPTAC and donors of GTEx, with which their samples' ids begin. */
const PATIENT = new RegExp(`^(?:${Object.values(BARCODES).join("|")})(?=$|[-._])`, "i");

/**
 * The patient or donor of a sample by its barcode; the sample's own id where it is none.
 *
 * @example
 * ```ts
 * import { patientOf } from "./patient_of.ts";
 * const ids = ["TCGA-V4-A9EK-01A", "GTEX-1117F-0226-SM-5GZZ7", "S1"].map(patientOf);
 * if (ids.join() !== "TCGA-V4-A9EK,GTEX-1117F,S1") throw new Error(ids.join());
 * ```
 */
export function patientOf(sample: string): string {
  return PATIENT.exec(sample)?.[0] ?? sample;
}
