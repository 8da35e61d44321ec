import { InputError } from "../errors.ts";
import { evidenceOf } from "./_id_evidence.ts";
import { requireIds } from "./_require_ids.ts";
import type { RowsAre, TableFormat } from "./table.ts";

/** What the rows of a table are; "auto" looks at the ids. */
export type Orientation = "genes" | "samples" | "auto";

/** The ids of both sides of a table, as the user sees it. */
export interface TableIds {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

/** How a declared orientation and known samples decide. */
export interface OrientationOptions {
  /** @default {"auto"} */
  readonly declared?: Orientation;
  /** How many of these ids are samples of the phenotype table. @default {no table} */
  readonly countSamples?: (ids: readonly string[]) => number;
}

/** Names of an id column that say what its ids are. "sample" says nothing: Xena writes it above genes. */
const GENE_CORNER =
  /^#?((ensembl|entrez|hugo|hgnc|gene)?[ _.]?(gene|symbol|ensembl|entrez|transcript|isoform|probe([ _.]?set)?|feature|locus)[ _.]?(ids?|names?|symbols?)?|id_ref|ensgene|tracking[ _.]?id)$/i;
const SAMPLE_CORNER =
  /^(sample[ _.]?(ids?|names?)|(cell|patient|donor|case|model|depmap|profile)([ _.]?id)?|(cell[ _.]?)?barcodes?)$/i;

/**
 * What the rows are, and why: as declared, else by the phenotype table's samples, else by the ids, else by the name of
 * their column, else by the format's custom. Nothing is guessed.
 *
 * @throws {InputError} If the ids contradict what is declared, or one another, or nothing tells.
 */
export function decideOrientation(
  path: string,
  ids: TableIds,
  { corner, rowsByDefault }: Pick<TableFormat, "corner" | "rowsByDefault">,
  { declared = "auto", countSamples }: OrientationOptions = {},
): RowsAre {
  requireIds(path, ids, corner, countSamples);
  const row = evidenceOf(ids.rows), column = evidenceOf(ids.columns);
  if (declared !== "auto") {
    const [evidence, side, all] = declared === "genes"
      ? [row, "row", ids.rows] as const
      : [column, "column", ids.columns] as const;
    if (!(evidence?.isSure && evidence.side === "samples")) {
      return { rows: declared, why: "as declared" };
    }
    throw new InputError(
      `Cannot read ${path} with ${declared} as rows: the ${side}s (such as ${
        all[0]
      }) are samples ` +
        `(${evidence.what}), not genes; use --orientation ${
          declared === "genes" ? "samples" : "genes"
        }`,
    );
  }
  const byPhenotype = phenotypeDecides(ids, countSamples);
  if (byPhenotype) return byPhenotype;
  if (row && column && row.side === column.side) {
    if (!row.isSure && !column.isSure) throw undecided(path, ids);
    if (row.isSure && column.isSure) {
      throw new InputError(
        `Cannot read ${path}: rows and columns are both ${row.side} (${row.what}, ${column.what}); ` +
          `one side has to be ${row.side === "genes" ? "samples" : "genes"}`,
      );
    }
  }
  // A form that only one kind of ids has tells more than symbols, which samples may be called as well.
  const [sure, where] = column?.isSure && !row?.isSure
    ? [column, "columns"] as const
    : row
    ? [row, "rows"] as const
    : [column, "columns"] as const;
  if (sure) {
    const areGenes = (sure.side === "genes") === (where === "rows");
    return { rows: areGenes ? "genes" : "samples", why: `${sure.what} in the ${where}` };
  }
  if (corner !== undefined && GENE_CORNER.test(corner)) {
    return { rows: "genes", why: `the ids' column is called "${corner}"` };
  }
  if (corner !== undefined && SAMPLE_CORNER.test(corner)) {
    return { rows: "samples", why: `the ids' column is called "${corner}"` };
  }
  if (rowsByDefault) return rowsByDefault;
  throw undecided(path, ids);
}

/** The side of which the phenotype table knows ids, where it is one. */
function phenotypeDecides(
  { rows, columns }: TableIds,
  countSamples: OrientationOptions["countSamples"],
): RowsAre | undefined {
  const inRows = countSamples?.(rows) ?? 0, inColumns = countSamples?.(columns) ?? 0;
  if ((inRows === 0) === (inColumns === 0)) return undefined;
  const why =
    `${Math.max(inRows, inColumns).toLocaleString("en")} samples of the phenotype table ` +
    `in the ${inRows ? "rows" : "columns"}`;
  return { rows: inRows ? "samples" : "genes", why };
}

function undecided(path: string, { rows, columns }: TableIds): InputError {
  const some = (ids: readonly string[]) =>
    `${ids.slice(0, 2).join(", ")}${ids.length > 2 ? ", …" : ""}`;
  return new InputError(
    `Cannot read ${path}: neither its rows (${some(rows)}) nor its columns (${
      some(columns)
    }) are known as genes ` +
      "or samples; say what the rows are with --orientation genes or --orientation samples, or give the samples' " +
      "table with --phenotype",
  );
}
