/** What a sample was taken from, as far as its barcode or the phenotype table tells. */
export type SampleKind = "tumour" | "normal" | "control" | "unknown";

/** A sample's kind and what told it: its barcode, or the words of the phenotype table. */
export interface SampleType {
  readonly kind: SampleKind;
  /** The sample type as the table writes it, such as "Solid Tissue Normal"; absent where the barcode told it. */
  readonly text?: string;
}

/** The two digits of a TCGA or TARGET barcode that give the sample type. */
const CODE =
  /^(?:TCGA[-._]\w{2}[-._]\w{4}|TARGET[-._]\w{2}[-._]\w{6})[-._](\d{2})(?=[A-Z]?(?:$|[-._]))/i;

/** GTEx took normal tissue of its donors. */
const GTEX = /^GTEX[-._][A-Z\d]{4,6}[-._]/i;

/** CPTAC's patients: a tumour each, and normal tissue beside it that ends with N. */
const CPTAC = /^C3[LN][-._]\d{5}(?:[-._](\d{2}|[NT]))?$/i;

/**
 * The kind of a sample by its TCGA or TARGET barcode: tumours are numbered from 01, normal tissue from 10,
 * controls from 20 (https://gdc.cancer.gov/resources-tcga-users/tcga-code-tables/sample-type-codes). Samples of
 * GTEx's donors are normal tissue, and CPTAC's that end with N.
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
  if (GTEX.test(id)) return "normal";
  const cptac = CPTAC.exec(id);
  if (cptac) return cptac[1]?.toUpperCase() === "N" ? "normal" : "tumour";
  const code = CODE.exec(id)?.[1];
  return code === undefined ? undefined : kindByCode(Number(code));
}

function kindByCode(code: number): SampleKind {
  if (code >= 10 && code < 20) return "normal";
  return code >= 20 && code < 30 ? "control" : "tumour";
}

/** Codes of samples that come from tumours but are neither tissue nor blood of 01 to 09. */
const OTHER_TUMOUR_CODES = new Set([40, 50, 60, 61]);

/**
 * The kind of a sample by what a phenotype table calls it: "Solid Tissue Normal", "Primary Tumor", or TCGA's code.
 *
 * @returns Unknown for any other text.
 *
 * @example
 * ```ts
 * import { kindByText } from "./sample_types.ts";
 * if (kindByText("Blood Derived Normal") !== "normal") throw new Error("it is no tumour");
 * if (kindByText("Recurrent Tumor") !== "tumour") throw new Error("it is one");
 * if (kindByText("organoid") !== "unknown") throw new Error("a guess");
 * ```
 */
export function kindByText(text: string): SampleKind {
  if (/^\d{1,2}$/.test(text)) {
    const code = Number(text), isCode = code > 0 && code < 30 || OTHER_TUMOUR_CODES.has(code);
    return isCode ? kindByCode(code) : "unknown";
  }
  // "Primary Tumor, Blood Derived Normal" is of two samples.
  if (/tumou?r\s*[,;].*normal/i.test(text)) return "unknown";
  if (NORMAL_TEXTS.some((pattern) => pattern.test(text))) return "normal";
  if (CONTROL_TEXT.test(text)) return "control";
  return TUMOUR_TEXTS.some((pattern) => pattern.test(text)) ? "tumour" : "unknown";
}

/** How tables call normal tissue; they are asked before what they call tumours. */
const NORMAL_TEXTS = [
  // "non-tumor", "not cancer", "no tumoral", "tumour-free"
  /(?<!\p{L})(?:non?|not|without)[-_ ]*(?:tumou?r|cancer|neoplas|malignan)/iu,
  /(?:tumou?r|cancer)[-_ ]*free(?!\p{L})/iu,
  // "paracancerous", "peri-tumoral", "tumor-adjacent"
  /(?:para|peri)[-_ ]?(?:tumou?r|cancer|carcinoma|neoplas)/i,
  /(?<!\p{L})(?:adjacent|uninvolved|unaffected|healthy|NAT)(?!\p{L})/iu,
  // In German, French, Italian and Spanish as well, but no "normal-like", which is a subtype of breast cancer
  /(?<!\p{L})normal(?:e[ns]?|er|gewebe|probe|schleimhaut)?(?!\p{L}|[-_ ]?like)/iu,
  /(?<!\p{L})(?:gesund(?:e[rs]?)?|saine?s?|san[oa]s?)(?!\p{L})/iu,
  /正常|癌旁|健康/,
  // TCGA's letters
  /^N(?:T|B|BC|EBV|BM)?$/,
];
const CONTROL_TEXT =
  /^(?:control analyte|cell line control|(?:(?:matched|tissue|donor)[-_ ])?(?:controls?|kontrollen?|contr[oô]le?s?))$/i;
const TUMOUR_TEXTS = [
  /tumou?r|tumeur|c[aá]ncer|carcinoma|karzinom|krebs|sarcoma|lymphoma|leuka?emia|melanoma|metasta|recurren|neoplas/i,
  /malignan|xenograft|^primary\b|[癌瘤瘍]/i,
  /^T(?:P|M|R|B|AP|AM|BM|RBM)?$/,
];
