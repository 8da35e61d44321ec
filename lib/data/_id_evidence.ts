import { BARCODES } from "./barcodes.ts";

/** What ids are, as far as their form tells. */
export interface IdEvidence {
  readonly side: "genes" | "samples";
  /** As a message calls them: "TCGA barcodes". */
  readonly what: string;
  /** Whether no id of the other kind looks so. */
  readonly isSure: boolean;
}

/** Forms of ids that only one kind has, each with what it is called. */
const SAMPLES: readonly [pattern: RegExp, what: string][] = [
  [new RegExp(`^${BARCODES.tcga}`, "i"), "TCGA barcodes"],
  [new RegExp(`^${BARCODES.gtex}(?:[-._]|$)`, "i"), "GTEx ids"],
  [new RegExp(`^${BARCODES.target}`, "i"), "TARGET barcodes"],
  [new RegExp(`^${BARCODES.cptac}(?:[-._]|$)`, "i"), "CPTAC ids"],
  [/^(ACH-\d{6}|PR-[A-Za-z0-9]{6}$)/, "DepMap ids"],
  [/^GSM\d{3,}/, "GEO samples (GSM…)"],
  [/^(SAM(N|EA|D)|[SED]R[RSX])\d{5,}/, "accessions of sequencing runs"],
  [/^[ACGT]{14,}([-_.#]\w+)?$/, "barcodes of cells"],
  [/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i, "UUIDs"],
  [/\.(bam|sam|cram)$/i, "names of alignment files"],
];
const GENES: readonly [pattern: RegExp, what: string][] = [
  [/^ENS[A-Z]*[GTP]\d{11}/, "Ensembl ids"],
  [/^[A-Za-z0-9@._-]+ \((\d+|ENS[A-Z]*[GT]\d{11})\)$/, "genes as DepMap writes them"],
  [/^([A-Za-z0-9@._-]+|\?)\|\d+$/, "genes as symbol|Entrez id"],
  [/^[NX][MRP]_\d{6,}/, "RefSeq ids"],
  [/^(AFFX-.*|\w+_at)$/, "Affymetrix probes"],
  [/^ILMN_\d{5,}$/, "Illumina probes"],
  [/^cg\d{8}$/, "methylation probes"],
  [/^(hsa|mmu|rno)-(mir|let)-/i, "microRNAs"],
  [
    /^(AT[1-5CM]G\d{5}|FBgn\d{7}|WBGene\d{8}|Y[A-P][LR]\d{3}[WC](-[A-Z])?|ZDB-GENE-.*|(XLOC|TCONS)_\d{6,})$/,
    "gene ids",
  ],
];

/** Symbols and Entrez ids of genes that nearly every table of human or mouse expression has. */
const SYMBOLS = new Set(
  ("ACTB GAPDH TP53 EGFR MYC KRAS BRCA1 BRCA2 PTEN RB1 CDKN2A ERBB2 VEGFA CD4 CD8A B2M PTPRC ESR1 AR VIM " +
    "CDH1 EPCAM KRT18 MKI67 TOP2A PCNA BCL2 JUN FOS STAT3 TNF IL6 IFNG HIF1A NRAS HRAS BRAF PIK3CA AKT1 MTOR " +
    "A1BG A1CF A2M NAT1 NAT2 AACS AADAT AAK1 AAMP AARS1 ABAT ABL1 ATM ALK MET RET KIT APC VHL NF1 SMAD4 IDH1 " +
    "TSPAN6 TNMD DPM1 SCYL3 FIRRM FGR CFH FUCA2 GCLC NFYA STPG1 NIPAL3 LAS1L ENPP4 SEMA3F ALB INS XIST TERT GATA3")
    .split(" "),
);
/** Families whose members' names are no other words. */
const FAMILY =
  /^(RP[LS]\d+[AXYL]?\d*|MT-\w+|HLA-\w+|ZNF\d+|SLC\d+A\d+|OR\d+[A-Z]\d+|KRT\d+|LINC\d+|MIR\d+\w*|TMEM\d+[A-Z]?|FAM\d+[A-Z]\d*|C\d+orf\d+|COL\d+A\d+|CCDC\d+|ANKRD\d+|CXCL\d+|KIF\d+[A-Z]|GPR\d+|DDX\d+|RNF\d+|TRIM\d+|USP\d+|LRRC\d+|NDUF\w+|PSM[A-G]\d+|CYP\d+[A-Z]\d+|ADAM(TS)?\d+|PCDH\w+\d+|LOC\d{5,})$/i;
/** None below 60: samples and patients are numbered so. */
const ENTREZ = new Set(
  "7157 1956 4609 3845 672 675 5728 5925 2064 920 925 567 5788 2099 367 7431 999 4072 60 2597"
    .split(" "),
);
/** So many are not an accident; of fewer ids, at least half. */
const FEWEST_KNOWN = 5;

/** What the ids of one side of a table are; undefined where their form does not tell. */
export function evidenceOf(ids: readonly string[]): IdEvidence | undefined {
  for (const [side, forms] of [["samples", SAMPLES], ["genes", GENES]] as const) {
    for (const [pattern, what] of forms) {
      if (atLeastHalf(ids, (id) => pattern.test(id))) return { side, what, isSure: true };
    }
  }
  const symbols = known(ids, isSymbol);
  if (symbols) return { side: "genes", what: `gene symbols (${symbols})`, isSure: false };
  const isNumber = (id: string) => /^\d+$/.test(id);
  const entrez = atLeastHalf(ids, isNumber) ? known(ids, (id) => ENTREZ.has(id)) : undefined;
  if (entrez && !counts(ids)) {
    return { side: "genes", what: `Entrez ids (${entrez})`, isSure: false };
  }
}

/** Genes whose ids are unlike nine in ten of the others, such as "purity" among Ensembl ids: they may be none. */
export function genesUnlikeOthers(ids: readonly string[]): string[] {
  for (const [pattern] of GENES) {
    const others = ids.filter((id) => !pattern.test(id));
    if (10 * others.length <= ids.length) return others;
  }
  return [];
}

/** Whether an id is a gene's symbol of those that nearly every table has, or of a family of genes. */
export function isSymbol(id: string): boolean {
  return SYMBOLS.has(id.toUpperCase()) || FAMILY.test(id);
}

/** Examples of ids that are known, if there are enough. */
function known(ids: readonly string[], isKnown: (id: string) => boolean): string | undefined {
  const found = new Set(ids.filter(isKnown));
  const enough = Math.max(2, Math.min(FEWEST_KNOWN, Math.ceil(ids.length / 2)));
  return found.size >= enough ? [...found].slice(0, 2).join(", ") : undefined;
}

function atLeastHalf(ids: readonly string[], has: (id: string) => boolean): boolean {
  return ids.length > 0 && 2 * ids.filter(has).length >= ids.length;
}

/** Whether ids are 0, 1, 2, … or 1, 2, 3, …: numbers of rows rather than names. */
function counts(ids: readonly string[]): boolean {
  const first = Number(ids[0]);
  return first <= 1 && ids.every((id, at) => Number(id) === first + at);
}
