import { InputError } from "../errors.ts";
import type { AlignedTable } from "./_aligned_table.ts";
import { reportChangedByExcel, withoutVersion, withoutVersions } from "./_gene_ids.ts";
import { countsTransform, type Scale } from "./_scale.ts";
import type { NoticeCounter } from "./notice_counter.ts";
import { shortNumber } from "./short_number.ts";
import type { Side, TableFormat } from "./table.ts";
import type { Transform } from "./table_blocks.ts";

/** Ids that messages show. */
const SHOWN = 3;

/**
 * Checks that a table has genes that are used.
 *
 * @throws {InputError} If it has none; says what it has instead.
 */
export function requireGenes(path: string, table: AlignedTable, genes: readonly string[]): void {
  if (table.columns.length > 0) return;
  const folded = new Set(genes.map((gene) => gene.toLowerCase()));
  const inOtherCase = [...table.ids.lines, ...table.ids.across].find((id) =>
    folded.has(withoutVersion(id).toLowerCase())
  );
  const some = (ids: readonly string[]) =>
    `${ids.slice(0, SHOWN).join(", ")}${ids.length > SHOWN ? ", …" : ""}`;
  const { lines, across } = table.ids;
  throw new InputError(
    `Cannot use ${path}: it has none of the network's ${genes.length.toLocaleString("en")} genes (${
      some(genes)
    }); ` +
      `its ids are ${some(lines)} and ${some(across)}. ` +
      (inOtherCase === undefined
        ? "Genes are found by their ids: where the file has them in another column, name it with --gene-column"
        : `Some differ only in upper and lower case (${inOtherCase}): where they are the same genes, and not those of ` +
          "another species, write them as the network does"),
  );
}

/**
 * What makes a scale of a file's numbers.
 *
 * @throws {InputError} If they are no counts, and the scale takes counts.
 */
export function transformOf(path: string, table: AlignedTable, scale: Scale): Transform {
  if (scale === "as-is") return (value) => value;
  const range = `${shortNumber(table.smallest)} to ${shortNumber(table.largest)}`;
  if (table.smallest < 0) {
    throw new InputError(
      `Cannot read ${path} with --scale ${scale}: it has negative numbers (${range}), which are no counts; where they ` +
        "are logarithms already, use --scale as-is",
    );
  }
  return countsTransform(path, scale, {
    totals: () => table.totals,
    ids: table.ids[table.samples],
  });
}

/** Notes lines and columns that hold no genes or samples, versions of ids, and ids that Excel changed. */
export function reportIds(
  { samples, leftOut, ids }: AlignedTable,
  { linesAreRows }: TableFormat,
  notices: NoticeCounter,
): void {
  const genes: Side = samples === "lines" ? "across" : "lines";
  const nameOf = (side: Side) => (side === "lines") === linesAreRows ? "rows" : "columns";
  leftOut[genes].forEach((id) => notices.add(`${nameOf(genes)}-no-genes`, id));
  leftOut[samples].forEach((id) => notices.add(`${nameOf(samples)}-no-samples`, id));
  reportChangedByExcel(withoutVersions(ids[genes], notices), notices);
}
