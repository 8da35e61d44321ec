import { InputError } from "../../errors.ts";

/** A file that can be downloaded. */
export interface Source {
  readonly url: string;
  /** Its name in data/, as the hub publishes it. */
  readonly file: string;
  /** Size in bytes, where the hub publishes one. */
  readonly bytes?: number;
  /** MD5 in hex, where the hub publishes one. */
  readonly md5?: string;
}

/** A cohort that `deno task data` knows: an expression matrix and the table of its cancer types. */
export interface CatalogueEntry {
  /** Its name on the command line, such as "tcga-pancan". */
  readonly name: string;
  readonly title: string;
  readonly matrix: Source;
  readonly phenotype: Source;
  /** The phenotype table's column of cancer types. @default {the first well-known name found} */
  readonly phenotypeColumn?: string;
  /** The terms under which the data may be used, and whom to cite. */
  readonly terms: string;
}

// Addresses as the hubs' own pages give them, https://xenabrowser.net/datapages (UCSC Xena, Goldman et al.
// 2020, doi:10.1038/s41587-020-0546-8). The hubs publish neither sizes nor hashes: a download is checked against the
// length that the server states, and a .gz against the checksums inside it.
const ATLAS = "https://tcga-pancan-atlas-hub.s3.us-east-1.amazonaws.com/download";
const TCGA = "https://tcga-xena-hub.s3.us-east-1.amazonaws.com/download";
const GDC = "https://gdc-hub.s3.us-east-1.amazonaws.com/download";

const TERMS = "open-access TCGA data; cite the TCGA Research Network and UCSC Xena " +
  "(Goldman et al. 2020, doi:10.1038/s41587-020-0546-8)";

/** TCGA's 33 cancer types by their codes, https://gdc.cancer.gov/resources-tcga-users/tcga-code-tables. */
const STUDIES: Readonly<Record<string, string>> = {
  ACC: "adrenocortical carcinoma",
  BLCA: "bladder urothelial carcinoma",
  BRCA: "breast invasive carcinoma",
  CESC: "cervical squamous cell carcinoma and endocervical adenocarcinoma",
  CHOL: "cholangiocarcinoma",
  COAD: "colon adenocarcinoma",
  DLBC: "lymphoid neoplasm diffuse large B-cell lymphoma",
  ESCA: "esophageal carcinoma",
  GBM: "glioblastoma multiforme",
  HNSC: "head and neck squamous cell carcinoma",
  KICH: "kidney chromophobe",
  KIRC: "kidney renal clear cell carcinoma",
  KIRP: "kidney renal papillary cell carcinoma",
  LAML: "acute myeloid leukemia",
  LGG: "brain lower grade glioma",
  LIHC: "liver hepatocellular carcinoma",
  LUAD: "lung adenocarcinoma",
  LUSC: "lung squamous cell carcinoma",
  MESO: "mesothelioma",
  OV: "ovarian serous cystadenocarcinoma",
  PAAD: "pancreatic adenocarcinoma",
  PCPG: "pheochromocytoma and paraganglioma",
  PRAD: "prostate adenocarcinoma",
  READ: "rectum adenocarcinoma",
  SARC: "sarcoma",
  SKCM: "skin cutaneous melanoma",
  STAD: "stomach adenocarcinoma",
  TGCT: "testicular germ cell tumors",
  THCA: "thyroid carcinoma",
  THYM: "thymoma",
  UCEC: "uterine corpus endometrial carcinoma",
  UCS: "uterine carcinosarcoma",
  UVM: "uveal melanoma",
};

/**
 * The cohorts that can be downloaded: both pan-cancer matrices, then each TCGA study by its code.
 *
 * All matrices are genes × samples, log2(x + 1).
 */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    name: "tcga-pancan",
    title:
      "TCGA Pan-Cancer Atlas, batch-corrected RSEM (the poster's), 20,531 genes × 11,060 samples",
    matrix: source(ATLAS, "EB++AdjustPANCAN_IlluminaHiSeq_RNASeqV2.geneExp.xena.gz"),
    phenotype: source(ATLAS, "TCGA_phenotype_denseDataOnlyDownload.tsv.gz"),
    phenotypeColumn: "_primary_disease",
    terms: TERMS,
  },
  {
    name: "gdc-pancan",
    title: "GDC Pan-Cancer, HTSeq FPKM-UQ, Ensembl genes",
    matrix: source(GDC, "GDC-PANCAN.htseq_fpkm-uq.tsv.gz"),
    phenotype: source(GDC, "GDC-PANCAN.basic_phenotype.tsv.gz"),
    phenotypeColumn: "project_id",
    terms: TERMS,
  },
  ...Object.entries(STUDIES).map(([code, disease]): CatalogueEntry => ({
    name: `tcga-${code.toLowerCase()}`,
    title: `TCGA ${code}, ${disease}, RSEM`,
    matrix: source(TCGA, `TCGA.${code}.sampleMap/HiSeqV2.gz`),
    phenotype: source(TCGA, `TCGA.${code}.sampleMap/${code}_clinicalMatrix`),
    phenotypeColumn: "_primary_disease",
    terms: TERMS,
  })),
];

/** A file of a hub: its address, and the name that it is kept under. */
function source(hub: string, path: string): Source {
  return { url: `${hub}/${encodeURIComponent(path)}`, file: path.replaceAll("/", ".") };
}

/** The hosts that anything is downloaded from: the only ones that `deno task data` may contact. */
export const DOWNLOAD_HOSTS: readonly string[] = [
  ...new Set([ATLAS, TCGA, GDC].map((address) => new URL(address).host)),
];

/**
 * A cohort of the catalogue by its name; a study's code alone, such as "BRCA", will do.
 *
 * @param name In any case of letters.
 * @returns Undefined where there is none.
 *
 * @example
 * ```ts
 * import { findCohort } from "./catalogue.ts";
 * if (findCohort("BRCA")?.name !== "tcga-brca") throw new Error("not found");
 * if (findCohort("matrix.tsv") !== undefined) throw new Error("mistaken");
 * ```
 */
export function findCohort(name: string): CatalogueEntry | undefined {
  const wanted = name.toLowerCase();
  return CATALOGUE.find((entry) => entry.name === wanted || entry.name === `tcga-${wanted}`);
}

/**
 * A cohort of the catalogue by its name.
 *
 * @throws {InputError} If there is none; the message names those that are near.
 */
export function requireCohort(name: string): CatalogueEntry {
  const found = findCohort(name);
  if (found) return found;
  throw new InputError(
    `There is no cohort "${name}"; the cohorts are tcga-pancan, gdc-pancan and TCGA's codes such as brca ` +
      "(`deno task data` lists them all)",
  );
}
