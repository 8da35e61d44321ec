import { InputError } from "../errors.ts";
import type { TableFormat } from "./table.ts";

/** What the rows of a table are; "auto" looks at the ids. */
export type Orientation = "genes" | "samples" | "auto";

/** The ids of both sides of a table, as the user sees it. */
export interface TableIds {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

const SAMPLE = /^TCGA[-.]\w\w[-.]\w{4}/;
const ENSEMBL = /^ENS[A-Z]*[GT]\d{11}/;
/** Names of an id column that say what its ids are. */
const GENE_CORNER =
  /^(ensembl|entrez|hugo|hgnc|gene)?[ _.]?(gene|symbol|ensembl|entrez)[ _.]?(ids?|names?|symbols?)?$/i;
/** Genes that nearly every table of human or mouse expression has; five of them are not an accident. */
const WELL_KNOWN = new Set(
  ("ACTB GAPDH TP53 EGFR MYC KRAS BRCA1 BRCA2 PTEN RB1 CDKN2A ERBB2 VEGFA CD4 CD8A B2M PTPRC ESR1 AR VIM " +
    "CDH1 EPCAM KRT18 MKI67 TOP2A PCNA BCL2 JUN FOS STAT3 TNF IL6 IFNG HIF1A NRAS HRAS BRAF PIK3CA AKT1 MTOR")
    .split(" "),
);
const FEWEST_WELL_KNOWN = 5;

/**
 * What the rows are, and why: as declared, else by the ids, else by the format's custom.
 *
 * @throws {InputError} If the ids contradict what is declared, or one another.
 */
export function decideOrientation(
  path: string,
  { rows, columns }: TableIds,
  { corner, rowsByDefault }: Pick<TableFormat, "corner" | "rowsByDefault">,
  declared: Orientation,
): { rows: "genes" | "samples"; why: string } {
  const rowSamples = share(rows, SAMPLE), columnSamples = share(columns, SAMPLE);
  if (declared !== "auto") {
    const [shares, ids, side] = declared === "genes"
      ? [rowSamples, rows, "row"] as const
      : [columnSamples, columns, "column"] as const;
    if (!shares) return { rows: declared, why: "as declared" };
    const sample = ids.find((id) => SAMPLE.test(id));
    const other = declared === "genes" ? "samples" : "genes";
    throw new InputError(
      `Cannot read ${path} with ${declared} as rows: the ${side} ${sample} is a TCGA sample, not a gene; ` +
        `use --orientation ${other}`,
    );
  }
  if (rowSamples && columnSamples) {
    throw new InputError(
      `Cannot read ${path}: rows and columns are both TCGA samples; one side has to be genes`,
    );
  }
  if (rowSamples) return { rows: "samples", why: "TCGA barcodes in the rows" };
  if (columnSamples) return { rows: "genes", why: "TCGA barcodes in the columns" };
  const rowGenes = namesGenes(rows), columnGenes = namesGenes(columns);
  if (rowGenes && !columnGenes) return { rows: "genes", why: `${rowGenes} in the rows` };
  if (columnGenes && !rowGenes) return { rows: "samples", why: `${columnGenes} in the columns` };
  if (corner !== undefined && GENE_CORNER.test(corner)) {
    return { rows: "genes", why: `the ids' column is called "${corner}"` };
  }
  return rowsByDefault;
}

/** Whether at least half of the ids look like that. */
function share(ids: readonly string[], pattern: RegExp): boolean {
  return ids.length > 0 && 2 * ids.filter((id) => pattern.test(id)).length >= ids.length;
}

function namesGenes(ids: readonly string[]): string | undefined {
  if (share(ids, ENSEMBL)) return "Ensembl ids";
  const known = new Set(ids.map((id) => id.toUpperCase()).filter((id) => WELL_KNOWN.has(id)));
  return known.size >= FEWEST_WELL_KNOWN
    ? `gene symbols (${[...known].slice(0, 2).join(", ")})`
    : undefined;
}
