import { InputError } from "../errors.ts";
import { readTable } from "./formats/mod.ts";
import { reportChangedByExcel, reportRepeatedGenes, withoutVersions } from "./_gene_ids.ts";
import { refuseSeveralMeasures } from "./_refuse_several_measures.ts";
import { decideOrientation, type Orientation, type OrientationOptions } from "./_orientation.ts";
import { genesUnlikeOthers } from "./_id_evidence.ts";
import { NoticeCounter } from "./notice_counter.ts";
import { reportScale, type Scale, transformOf } from "./_scale.ts";
import type { ReadOptions, Side, TableFormat } from "./table.ts";
import { TableBlocks } from "./table_blocks.ts";
import type { ExpressionMatrix } from "./expression_matrix.ts";

/** Options of {@linkcode readExpression}. */
export interface ExpressionOptions extends ReadOptions {
  /** What the rows of the file are; "auto" tells by the ids. @default {"auto"} */
  readonly orientation?: Orientation;
  /** What is made of the numbers: nothing, log2(x + 1), or log2(counts per million + 1). @default {"as-is"} */
  readonly scale?: Scale;
  /** How many of these ids are known as samples, which tells the orientation too. @default {none} */
  readonly countSamples?: OrientationOptions["countSamples"];
}

/**
 * Reads an expression matrix: text separated by tabs (as UCSC Xena publishes it), commas, semicolons or blanks, GCT, a
 * GEO series matrix, featureCounts' table, Parquet, AnnData's .h5ad, or 10x' .h5 or folder of three files. Which one is
 * recognized by the content.
 *
 * One side of the table names genes, the other one samples. Numbers become the nearest float32 and stay as
 * they are unless a scale is given. What is repaired or decided is in the report, everything else that is
 * not as it should be is an error with its place: docs/data.md has the table.
 *
 * @throws {InputError} If the file cannot be read or is not such a table.
 *
 * @example
 * ```ts
 * import { readExpression } from "./expression.ts";
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "gene\tS1\tS2\nTP53\t1.5\t2\nMYC\tNA\t0\n");
 * const { genes, samples, values, report } = await readExpression(path);
 * if (genes.join() !== "TP53,MYC" || samples.join() !== "S1,S2") throw new Error("wrong ids");
 * if (values.join() !== "1.5,NaN,2,0") throw new Error("not samples × genes");
 * if (report[0]?.kind !== "missing-cells") throw new Error("not reported");
 * await Deno.remove(path);
 * ```
 *
 * @example Counts with samples as rows
 * ```ts
 * import { readExpression } from "./expression.ts";
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "id,TP53,MYC\nS1,3,0\nS2,7,1\n");
 * const { samples, values } = await readExpression(path, { orientation: "samples", scale: "log2" });
 * if (samples.join() !== "S1,S2" || values.join() !== "2,0,3,1") throw new Error("not log2(x + 1)");
 * await Deno.remove(path);
 * ```
 */
export async function readExpression(
  path: string,
  { orientation = "auto", scale = "as-is", countSamples, ...options }: ExpressionOptions = {},
): Promise<ExpressionMatrix> {
  const notices = new NoticeCounter(), table = new TableBlocks(path, options);
  const format = withPlaces(await readTable(path, table, notices, options), table);
  const { linesAreRows } = format;
  const [rows, columns]: Side[] = linesAreRows ? ["lines", "across"] : ["across", "lines"];
  const ids = { rows: table.ids[rows!], columns: table.ids[columns!] };
  requireNumbers(path, ids);
  const decided = decideOrientation(path, ids, format, { declared: orientation, countSamples });
  const [samples, ofGenes] = decided.rows === "genes" ? [columns!, rows!] : [rows!, columns!];
  refuseSeveralMeasures(path, table.ids[samples]);
  const genes = withoutVersions(table.ids[ofGenes], notices);
  const [across, down] = decided.rows === "genes"
    ? ["samples", "genes"] as const
    : ["genes", "samples"] as const;
  table.leftOut[rows!].forEach((id) => notices.add(`rows-no-${down}`, id));
  table.leftOut[columns!].forEach((id) => notices.add(`columns-no-${across}`, id));
  notices.add(`rows-are-${decided.rows}`, decided.why, ids.rows.length);
  reportRepeatedGenes(genes, notices);
  reportChangedByExcel(genes, notices);
  genesUnlikeOthers(genes).forEach((gene) => notices.add("unlike-genes", gene));
  reportScale(table, scale, format, notices);
  const kept = distinctSamples(path, table, samples, format, notices).filter((sample) => {
    const isEmpty = 2 * table.missing[samples][sample]! > genes.length;
    if (isEmpty) notices.add("empty-samples", table.ids[samples][sample]);
    return !isEmpty;
  });
  if (kept.length === 0) {
    throw new InputError(`Cannot read ${path}: every sample misses more than half of its values`);
  }
  const { smallest, largest } = table;
  const source = { format: format.description, ...decided, smallest, largest };
  const transform = transformOf(path, table, samples, scale, format);
  return {
    genes,
    ...table.take(samples, kept, genes, transform),
    report: notices.report(),
    source,
  };
}

/** A format whose places count what got into the table. */
function withPlaces(format: TableFormat, table: TableBlocks): TableFormat {
  return {
    ...format,
    place: (line, across) =>
      format.place(table.handedOn("lines", line), table.handedOn("across", across)),
    idPlace: (side, at) => format.idPlace(side, table.handedOn(side, at)),
  };
}

function requireNumbers(
  path: string,
  { rows, columns }: { readonly rows: readonly string[]; readonly columns: readonly string[] },
): void {
  if (rows.length > 0 && columns.length > 0) return;
  throw new InputError(
    `Cannot read ${path}: no ${rows.length > 0 ? "column" : "row"} is a gene or a sample`,
  );
}

/** The samples without exact copies of earlier ones; one id for two samples is an error. */
function distinctSamples(
  path: string,
  table: TableBlocks,
  side: Side,
  { idPlace }: TableFormat,
  notices: NoticeCounter,
): number[] {
  const first = new Map<string, number>();
  return table.ids[side].flatMap((sample, at) => {
    const earlier = first.get(sample);
    if (earlier === undefined) {
      first.set(sample, at);
      return [at];
    }
    if (!table.haveSameValues(side, earlier, at)) {
      throw new InputError(
        `Cannot read ${path}, ${idPlace(side, at)}: the sample ${sample} has different values in ` +
          `${idPlace(side, earlier)}; remove one, or give it its own id`,
      );
    }
    notices.add("duplicate-samples", sample);
    return [];
  });
}
