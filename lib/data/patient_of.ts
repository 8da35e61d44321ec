/** Patients of TCGA, TARGET and CPTAC and donors of GTEx, with which their samples' ids begin. */
const PATIENT =
  /^(?:TCGA[-._]\w{2}[-._]\w{4}|TARGET[-._]\w{2}[-._]\w{6}|GTEX[-._][A-Z\d]{4,6}|C3[LN][-._]\d{5})(?=$|[-._])/i;

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
