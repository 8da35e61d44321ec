/** What a sample was taken from, as far as its barcode or the phenotype table tells. */
export type SampleKind = "tumour" | "normal" | "control" | "unknown";

/** A sample's kind and what told it: its barcode, or the words of the phenotype table. */
export interface SampleType {
  readonly kind: SampleKind;
  /** The sample type as the table writes it, such as "Solid Tissue Normal"; absent where the barcode told it. */
  readonly text?: string;
}

/** The two digits of a TCGA or TARGET barcode that give the sample type. */
const CODE = /^(?:TCGA[-.]\w{2}[-.]\w{4}|TARGET[-.]\w{2}[-.]\w{6})[-.](\d{2})(?=[A-Z]?(?:$|[-.]))/i;

/**
 * The kind of a sample by its TCGA or TARGET barcode: tumours are numbered from 01, normal tissue from 10,
 * controls from 20 (https://gdc.cancer.gov/resources-tcga-users/tcga-code-tables/sample-type-codes).
 *
 * @returns Undefined for any other id, and for a barcode that ends with the patient.
 *
 * @example
 * ```ts
 * import { kindByBarcode } from "./sample_types.ts";
 * if (kindByBarcode("TCGA-V4-A9EK-01A") !== "tumour") throw new Error("01 is a tumour");
 * if (kindByBarcode("TCGA.BH.A0B3.11") !== "normal") throw new Error("11 is normal tissue");
 * ```
 */
export function kindByBarcode(id: string): SampleKind | undefined {
  const code = CODE.exec(id)?.[1];
  return code === undefined ? undefined : kindByCode(Number(code));
}

function kindByCode(code: number): SampleKind {
  if (code >= 10 && code < 20) return "normal";
  return code >= 20 && code < 30 ? "control" : "tumour";
}
