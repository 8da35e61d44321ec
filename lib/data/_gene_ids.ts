import { InputError } from "../errors.ts";
import type { NoticeCounter } from "./notice_counter.ts";
import type { Notice } from "./notices.ts";

/** What is done with rows that share a gene id. */
export type DuplicateGenes = "highest-mean" | "refuse";

/** An Ensembl id with its version; the mark of a second copy on chromosome Y stays. */
const VERSIONED = /^(ENS[A-Z]*[GT]\d{11})\.\d+(_PAR_Y)?$/;

const MONTH = "(jan|feb|mar|mrz|mär|apr|may|mai|jun|jul|aug|sept?|oct|okt|nov|dec|dez)";
/** What Excel makes of MARCH1, SEPT2 and DEC1, and of RIKEN's 2310009E13. */
const BY_EXCEL = [
  new RegExp(`^\\d{1,2}[-.] ?${MONTH}$|^${MONTH}[-.]\\d{1,2}$`, "i"),
  /^(\d{4}-\d{2}-\d{2}( 00:00:00)?|\d{1,2}\/\d{1,2}\/(\d{2}|\d{4}))$/,
  /^\d([.,]\d+)?E\+\d+$/,
];

/** Counts gene ids that Excel has changed: what they were is not to be found out. */
export function reportChangedByExcel(genes: readonly string[], notices: NoticeCounter): void {
  for (const gene of genes) {
    if (BY_EXCEL.some((pattern) => pattern.test(gene))) notices.add("genes-by-excel", gene);
  }
}

/** Gene ids without Ensembl's version numbers: annotations of different years then agree. */
export function withoutVersions(genes: readonly string[], notices: NoticeCounter): string[] {
  return genes.map((gene) => {
    const id = withoutVersion(gene);
    if (id !== gene) notices.add("gene-versions", `${gene} to ${id}`);
    return id;
  });
}

/** A gene id without Ensembl's version number. */
export function withoutVersion(gene: string): string {
  const [, id, copy = ""] = VERSIONED.exec(gene) ?? [];
  return id === undefined ? gene : id + copy;
}

/** Counts repeated ids: which of their rows to use is decided by the training samples. */
export function reportRepeatedGenes(genes: readonly string[], notices: NoticeCounter): void {
  const seen = new Set<string>();
  for (const gene of genes) {
    if (seen.has(gene)) notices.add("duplicate-genes", gene);
    seen.add(gene);
  }
}

/**
 * Checks a matrix's report against what is to be done with shared gene ids.
 *
 * @throws {InputError} If they are to be refused and there are any.
 */
export function checkDuplicateGenes(
  name: string,
  report: readonly Notice[],
  duplicateGenes: DuplicateGenes,
): void {
  const found = report.find(({ kind }) => kind === "duplicate-genes");
  if (duplicateGenes !== "refuse" || !found) return;
  const { count, examples } = found, more = count > examples.length ? ", …" : "";
  throw new InputError(
    `Cannot use ${name} with --duplicate-genes refuse: ${count} genes have the id of an earlier ` +
      `one (${examples.join(", ")}${more}); give each its own id, or use --duplicate-genes ` +
      "highest-mean",
  );
}
