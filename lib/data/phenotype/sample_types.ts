import { BARCODES } from "../barcodes.ts";

/** What a sample was taken from, as far as its barcode or the phenotype table tells. */
export type SampleKind = "tumour" | "normal" | "control" | "unknown";

/** A sample's kind and what told it: its barcode, or the words of the phenotype table. */
export interface SampleType {
  readonly kind: SampleKind;
  /** The sample type as the table writes it, such as "Solid Tissue Normal"; absent where the barcode told it. */
  readonly text?: string;
}

/** The two digits of a TCGA or TARGET barcode that give the sample type. */
const CODE = new RegExp(
  String.raw`^(?:${BARCODES.tcga}|${BARCODES.target})[-._](\d{2})(?=[A-Z]?(?:$|[-._]))`,
  "i",
);

/** GTEx took normal tissue of its donors. */
const GTEX = new RegExp(`^${BARCODES.gtex}[-._]`, "i");

/** The cell line that GTEx sequenced along with its donors' tissues. */
const GTEX_CONTROL = /^K[-._]562[-._]SM[-._]/i;

/** CPTAC's letters after the patient. Digits there only number the samples. */
const CPTAC = new RegExp(`^${BARCODES.cptac}[-._]([NT])$`, "i");

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
  if (GTEX_CONTROL.test(id)) return "control";
  const letter = CPTAC.exec(id)?.[1];
  if (letter !== undefined) return letter.toUpperCase() === "N" ? "normal" : "tumour";
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
  const said = wordsOf(text);
  if (isBoth(said)) return "unknown";
  if (said.isNormal) return "normal";
  if (CONTROL_TEXT.test(text)) return "control";
  return said.isTumour ? "tumour" : "unknown";
}

/** Whether a text speaks of normal tissue and of a tumour, so that it tells neither: "Tumor with matched normal". */
export function isTumourAndNormal(text: string): boolean {
  return isBoth(wordsOf(text));
}

/** What the words of a text speak of. */
interface Words {
  readonly isNormal: boolean;
  readonly isTumour: boolean;
  /** Whether what is called normal need not be the tissue, as beside a tumour or of a karyotype. */
  readonly isDoubtful: boolean;
}

function isBoth({ isNormal, isDoubtful }: Words): boolean {
  return isNormal && isDoubtful;
}

/** Longer texts are descriptions, in which such words stand for anything. */
const LONGEST_TEXT = 200;

function wordsOf(text: string): Words {
  if (text.length > LONGEST_TEXT) return { isNormal: false, isTumour: false, isDoubtful: false };
  // "tumor-free" is not of a tumour.
  const rest = text.replace(BESIDE_TUMOUR, " normal ");
  const isBeside = rest !== text || /(?<!\p{L})(?:adjacent|uninvolved|NAT)(?!\p{L})/iu.test(text);
  const isNormal = isBeside || NORMAL_TEXTS.some((pattern) => pattern.test(rest));
  const isDoubtful = TWO_SAMPLES.test(rest) ||
    !isBeside && (DISEASE.test(rest) || OTHER.test(rest));
  const isTumour = DISEASE.test(rest) || TUMOUR_TEXTS.some((pattern) => pattern.test(rest));
  return { isNormal, isTumour, isDoubtful };
}

/** What is beside tumours or without one. */
const BESIDE_TUMOUR = new RegExp(
  [
    // "non-tumor", "not cancer", "no tumoral", "tumour-free"
    String.raw`(?<!\p{L})(?:non?|not|without)[-_ ]*(?:tumou?r|cancer|neoplas|malignan)\p{L}*`,
    String.raw`(?:tumou?r|cancer)[-_ ]*free(?!\p{L})`,
    // "paracancerous", "peri-tumoral", "tumor-adjacent", "adjacent to the tumour"
    String.raw`(?:para|peri)[-_ ]?(?:tumou?r|cancer|carcinoma|neoplas)\p{L}*`,
    String.raw`(?:tumou?r|cancer|carcinoma)[-_ ]*adjacent(?!\p{L})`,
    String.raw`(?<!\p{L})adjacent[-_ ]to(?!\p{L}).*`,
    "癌旁",
  ].join("|"),
  "giu",
);

/** "Primary Tumor, Blood Derived Normal", "Tumor with adjacent normal" */
const TWO_SAMPLES =
  /tumou?rs?\s*(?:[,;&+/(|]|(?:and|with|plus|vs\.?|versus)\s).*(?:normal|adjacent)/i;

/** How tables call normal tissue. */
const NORMAL_TEXTS = [
  /(?<!\p{L})(?:unaffected|healthy)(?!\p{L})/iu,
  // In German, French, Italian and Spanish as well, but no "normal-like", which is a subtype of breast cancer
  /(?<!\p{L})normal(?:e[ns]?|er|gewebe|probe|schleimhaut)?(?!\p{L}|[-_ ]?like)/iu,
  /(?<!\p{L})(?:gesund(?:e[rs]?)?|saine?s?|san[oa]s?)(?!\p{L})/iu,
  /正常|健康/,
  // TCGA's letters
  /^N(?:T|B|BC|EBV|BM)?$/,
];
const CONTROL_TEXT =
  /^(?:control analyte|cell line control|(?:(?:matched|tissue|donor)[-_ ])?(?:controls?|kontrollen?|contr[oô]le?s?))$/i;
const DISEASE =
  /tumou?r|tumeur|c[aá]ncer|carcinoma|karzinom|krebs|sarcoma|lymphoma|leuka?emia|melanoma|metasta|recurren|neoplas|malignan|xenograft|[癌瘤瘍]/i;

/** Other diseases, and what else of a patient may be normal. */
const OTHER =
  /\p{L}(?<!str)omas?(?!\p{L})|dysplas|karyotyp|cytogenet|(?<!\p{L})(?:ldh|aml|cll|cml|mds)(?!\p{L})/iu;
const TUMOUR_TEXTS = [
  /^primary\b/i,
  /^T(?:P|M|R|B|AP|AM|BM|RBM)?$/,
];
