import { InputError } from "../../errors.ts";
import { isAnnotation } from "../annotation_names.ts";
import type { ReadOptions } from "../table.ts";
import type { TextLayout } from "./_text_layout.ts";

/** What is done with the columns of a table besides the first one. */
export interface TextColumns {
  /** 1 for each column whose cells are not numbers of the matrix, and for the cells that only end rows. */
  readonly skipped: Uint8Array;
  /** Names of the columns that are left out, the first one included. */
  readonly leftOut: readonly string[];
  /** The column with the ids; −1 for the first. */
  readonly ids: number;
  /** The column that has an id where the first one has none; −1 where there is none. */
  readonly otherIds: number;
  /** What the ids' column is called. */
  readonly corner: string;
  /** What the first column is called, whether it holds the ids or not. */
  readonly first: string;
}

/** How {@linkcode columnsOf} decides besides names. */
export interface ColumnOptions extends Pick<ReadOptions, "geneColumn"> {
  /** Columns after the first that are no numbers, whatever they are called. @default {0} */
  readonly annotations?: number;
}

/** Columns that name the genes a second time. */
const GENE_NAMES =
  /^(gene|hgnc|hugo|ensembl|entrez|external_gene|probe|transcript|refseq)?[_. ]?(gene)?[_. ]?(ids?|names?|symbols?|gene)$|^(gene|ensembl|entrez)(id|name|symbol)?$/i;

/** Columns that name the samples. */
const SAMPLE_NAMES =
  /^((sample|patient|donor|model|depmap)[_. ]?id|(sample[_. ]?)?barcode|patient|donor|cell[_. ]line[_. ]name)$/i;

/** Decides by their names which columns hold numbers. @throws {InputError} If the named column of ids is not there. */
export function columnsOf(
  path: string,
  { names, corner, trailing }: TextLayout,
  { geneColumn, annotations = 0 }: ColumnOptions,
): TextColumns {
  const skipped = new Uint8Array(names.length + trailing).fill(1, names.length);
  const ids = geneColumn === undefined || geneColumn === corner
    ? -1
    : findColumn(path, [corner, ...names], geneColumn) - 1;
  const leftOut = ids >= 0 ? [corner || "the first column"] : [];
  names.forEach((name, at) => {
    if (at !== ids && at >= annotations && !isAnnotation(name)) return;
    skipped[at] = 1;
    if (at !== ids) leftOut.push(name);
  });
  const otherIds = ids >= 0 ? -1 : names.findIndex((name) => /^entrez_gene_id$/i.test(name));
  return {
    skipped,
    leftOut,
    ids,
    otherIds,
    corner: ids >= 0 ? names[ids]! : corner,
    first: corner,
  };
}

/** Which of the columns that are left out may name the genes, where the rows are only numbered. */
export function geneNamesAmong(leftOut: readonly string[]): string | undefined {
  return leftOut.find((name) => GENE_NAMES.test(name));
}

/** Which of the columns that are left out may name the samples, where the rows are only numbered. */
export function sampleNamesAmong(leftOut: readonly string[]): string | undefined {
  return leftOut.find((name) => SAMPLE_NAMES.test(name));
}

function findColumn(path: string, names: readonly string[], wanted: string): number {
  const found = names.indexOf(wanted);
  if (found >= 0) return found;
  const shown = names.slice(0, 10).map((name) => JSON.stringify(name)).join(", ");
  throw new InputError(
    `--gene-column: got ${JSON.stringify(wanted)}, but the columns of ${path} are ` +
      `${shown}${names.length > 10 ? ", …" : ""}`,
  );
}
