/**
 * How projects write their patients and donors, as sources of regular expressions without regard to case. Hyphens may
 * be dots, as R writes them, or underscores.
 *
 * @example
 * ```ts
 * import { BARCODES } from "./barcodes.ts";
 * if (!new RegExp(`^${BARCODES.tcga}`, "i").test("TCGA_BH_A0B3_11")) throw new Error("it is TCGA's");
 * ```
 */
export const BARCODES = {
  tcga: String.raw`TCGA[-._]\w{2}[-._]\w{4}`,
  target: String.raw`TARGET[-._]\w{2}[-._]\w{6}`,
  gtex: String.raw`GTEX[-._][A-Z\d]{4,6}`,
  cptac: String.raw`C3[LN][-._]\d{5}`,
} as const;
