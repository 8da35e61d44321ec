import { tmpdir } from "node:os";
import { InputError } from "../errors.ts";
import { sum } from "../numbers/sum.ts";
import { AlignedTable } from "./_aligned_table.ts";
import { reportChangedByExcel, withoutVersion, withoutVersions } from "./_gene_ids.ts";
import { refuseSeveralMeasures } from "./_refuse_several_measures.ts";
import { requireIds } from "./_require_ids.ts";
import { countsTransform, reportScale, type Scale } from "./_scale.ts";
import { SourceFiles } from "./_source_files.ts";
import type { MatrixSource } from "./expression_matrix.ts";
import { readTable } from "./formats/mod.ts";
import { isSynthetic, loadCohort } from "./load_cohort.ts";
import { NoticeCounter } from "./notice_counter.ts";
import type { Notice } from "./notices.ts";
import { resolveCohort } from "./resolve_cohort.ts";
import { shortNumber } from "./short_number.ts";
import type { ReadOptions, Side, TableFormat } from "./table.ts";
import type { Transform } from "./table_blocks.ts";

/** Genes, and how their numbers become z-scores. */
export interface Scaling {
  readonly genes: readonly string[];
  /** Of each gene, in the units of the scaled matrix. */
  readonly means: ArrayLike<number>;
  readonly standardDeviations: ArrayLike<number>;
}

/** Options of {@linkcode alignSamples}. */
export interface AlignOptions extends ReadOptions {
  /** What is made of the file's numbers. @default {"as-is"} */
  readonly scale?: Scale;
  /** Folder for a temporary file with the numbers that are used. @default {that of the system} */
  readonly folder?: string;
  /** Folder in which a cohort of the catalogue is looked for. @default {"data"} */
  readonly dataFolder?: string;
}

/** Samples of a file as z-scores of given genes, of which a block at a time is in memory. */
export interface AlignedSamples extends Disposable {
  /** Ids, in the order of the file. */
  readonly samples: readonly string[];
  /** Of each gene that was asked for, whether the file has it. */
  readonly found: readonly boolean[];
  /** Genes in the file. */
  readonly genesInFile: number;
  /** What was repaired or noticed while reading. */
  readonly report: readonly Notice[];
  readonly source: MatrixSource;
  /** The samples in their order, some at a time. */
  blocks(): Generator<AlignedBlock>;
}

/** Some samples; their values are those of the next ones once these are asked for. */
export interface AlignedBlock {
  /** The first one's position among all. */
  readonly start: number;
  readonly rows: number;
  /** z-scores, row-major rows × genes; 0, the training mean, where a gene or a number is missing. */
  readonly values: Float32Array;
}

/** Numbers in a block. */
const BLOCK = 2 ** 22;

/** Ids that messages show. */
const SHOWN = 3;

/**
 * Reads samples from a matrix of any format as z-scores of given genes, found by their ids: as they are written, but for
 * Ensembl's versions. The side of the table on which more of these genes stand is that of the genes. Of genes that share an
 * id the one with the highest mean is taken, and samples that miss more than half of their numbers are left out, as a sweep
 * does.
 *
 * @param nameOrPath As for `loadCohort`.
 * @param scaling The genes, with the means and standard deviations of the samples that a network was trained on.
 * @throws {InputError} If the file cannot be read, has none of the genes, or two samples of one id.
 *
 * @example
 * ```ts
 * import { alignSamples } from "./aligned_samples.ts";
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "gene\tS1\tS2\nENSG00000141510.17\t1\t5\nOTHER\t7\t8\n");
 * const scaling = { genes: ["TP53", "ENSG00000141510"], means: [2, 3], standardDeviations: [1, 2] };
 * using aligned = await alignSamples(path, scaling);
 * const [block] = [...aligned.blocks()];
 * if (block!.values.join() !== "0,-1,0,1") throw new Error(block!.values.join());
 * await Deno.remove(path);
 * ```
 */
export async function alignSamples(
  nameOrPath: string,
  { genes, means, standardDeviations }: Scaling,
  { scale = "as-is", folder, dataFolder, ...reading }: AlignOptions = {},
): Promise<AlignedSamples> {
  const read = (linesAreGenes: boolean) =>
    filled(new AlignedTable(genes, folder ?? tmpdir(), { linesAreGenes }), nameOrPath, {
      dataFolder,
      ...reading,
    });
  let all = await read(false);
  if (all.table.geneLines > all.table.columns.length) {
    // Samples that are called like genes, such as 1 and 2 where these have Entrez ids.
    all.table[Symbol.dispose]();
    all = await read(true);
  }
  const { table, format, notices } = all;
  try {
    const path = nameOrPath, isSample = table.samples === "lines";
    const inFile = table.ids[isSample ? "across" : "lines"];
    requireGenes(path, table, genes);
    const [rows, columns]: Side[] = format.linesAreRows ? ["lines", "across"] : ["across", "lines"];
    requireIds(path, { rows: table.ids[rows!], columns: table.ids[columns!] }, format.corner);
    refuseSeveralMeasures(path, table.ids[table.samples]);
    const transform = transformOf(path, table, scale);
    reportIds(table, format, notices);
    reportScale(table, scale, format, notices);
    notices.add("filled-cells", undefined, sum(table.missing));
    const kept = keptSamples(path, table, format, notices);
    const place = columnOfGenes(table, genes, transform, notices);
    const ids = table.ids[table.samples], width = table.columns.length, { length } = genes;
    const { smallest, largest } = table;
    return {
      samples: kept.map((sample) => ids[sample]!),
      found: place.map((column) => column >= 0),
      genesInFile: inFile.length,
      report: notices.report(),
      source: {
        format: format.description,
        rows: table.samples === rows ? "samples" : "genes",
        why: "the network's genes",
        ...{ smallest, largest },
      },
      *blocks() {
        const most = Math.max(1, Math.min(kept.length, Math.floor(BLOCK / length)));
        const all = new Float32Array(most * length);
        let raw = new Float32Array(0);
        for (let start = 0; start < kept.length; start += most) {
          const rows = Math.min(most, kept.length - start), first = kept[start]!;
          raw = table.read(first, kept[start + rows - 1]! - first + 1, raw);
          const values = all.subarray(0, rows * length).fill(0);
          for (let row = 0; row < rows; row++) {
            const sample = kept[start + row]!, from = (sample - first) * width;
            for (let gene = 0; gene < length; gene++) {
              if (place[gene]! < 0) continue;
              const value = transform(raw[from + place[gene]!]!, sample);
              const z = (value - means[gene]!) / standardDeviations[gene]!;
              if (z === z) values[row * length + gene] = z;
            }
          }
          yield { start, rows, values };
        }
      },
      [Symbol.dispose]: () => table[Symbol.dispose](),
    };
  } catch (error) {
    table[Symbol.dispose]();
    throw error;
  }
}

/** A table with what was read into it. */
interface Filled {
  readonly table: AlignedTable;
  readonly format: TableFormat;
  readonly notices: NoticeCounter;
}

/** Reads the file into the table, which is gone if it cannot be read. */
async function filled(
  table: AlignedTable,
  nameOrPath: string,
  reading: Pick<AlignOptions, "dataFolder"> & ReadOptions,
): Promise<Filled> {
  const notices = new NoticeCounter();
  try {
    return { table, format: await fill(table, nameOrPath, notices, reading), notices };
  } catch (error) {
    table[Symbol.dispose]();
    throw error;
  }
}

/** Reads the file, or makes the synthetic cohort up, into the table. */
async function fill(
  table: AlignedTable,
  nameOrPath: string,
  notices: NoticeCounter,
  { dataFolder, ...reading }: Pick<AlignOptions, "dataFolder"> & ReadOptions,
): Promise<TableFormat> {
  if (isSynthetic(nameOrPath)) {
    const { matrix: { genes, samples, values } } = await loadCohort(nameOrPath);
    table.header(genes);
    samples.forEach((sample, row) =>
      table.line(sample, values.subarray(row * genes.length, (row + 1) * genes.length), 0)
    );
    const place = () => nameOrPath;
    return { description: "made up", linesAreRows: true, place, idPlace: place };
  }
  const { matrix } = resolveCohort(nameOrPath, {}, dataFolder);
  const files = await SourceFiles.ofMatrix(matrix, reading);
  const format = await readTable(matrix, table, notices, { ...reading, streams: true });
  await files.requireUnchanged();
  return format;
}

function requireGenes(path: string, table: AlignedTable, genes: readonly string[]): void {
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

/** What makes a scale of a file's numbers. */
function transformOf(path: string, table: AlignedTable, scale: Scale): Transform {
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

function reportIds(
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

/** Positions of the samples without copies of earlier ones, and without those that miss more than half of their numbers. */
function keptSamples(
  path: string,
  table: AlignedTable,
  format: TableFormat,
  notices: NoticeCounter,
): number[] {
  const first = new Map<string, number>(), side = table.samples, width = table.columns.length;
  const kept = table.ids[side].flatMap((id, sample) => {
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, sample);
      if (2 * table.missing[sample]! <= width) return [sample];
      notices.add("empty-samples", id);
      return [];
    }
    const [a, b] = [table.read(earlier, 1), table.read(sample, 1)];
    if (!a.every((value, i) => Object.is(value, b[i]))) {
      const place = (at: number) => format.idPlace(side, table.handedOn(side, at));
      throw new InputError(
        `Cannot read ${path}, ${place(sample)}: the sample ${id} has different values in ${
          place(earlier)
        }; remove one, or give it its own id`,
      );
    }
    notices.add("duplicate-samples", id);
    return [];
  });
  if (kept.length > 0) return kept;
  throw new InputError(`Cannot read ${path}: every sample misses more than half of its values`);
}

/** Of each gene, the kept column that holds it, the one with the highest mean where several do; -1 for none. */
function columnOfGenes(
  table: AlignedTable,
  genes: readonly string[],
  transform: Transform,
  notices: NoticeCounter,
): number[] {
  const place = genes.map(() => -1), { columns } = table, width = columns.length;
  const repeated = columns.filter((gene, column) => {
    if (place[gene]! >= 0) return true;
    place[gene] = column;
    return false;
  });
  if (repeated.length === 0) return place;
  repeated.forEach((gene) => notices.add("duplicate-genes", genes[gene]));
  const sums = new Float64Array(width), counts = new Float64Array(width);
  const samples = table.ids[table.samples].length, most = Math.max(1, Math.floor(BLOCK / width));
  for (let start = 0; start < samples; start += most) {
    table.read(start, Math.min(most, samples - start)).forEach((value, i) => {
      if (value !== value) return;
      const column = i % width;
      sums[column]! += transform(value, start + Math.floor(i / width));
      counts[column]!++;
    });
  }
  const mean = (column: number) =>
    counts[column]! > 0 ? sums[column]! / counts[column]! : -Infinity;
  columns.forEach((gene, column) => {
    if (mean(column) > mean(place[gene]!)) place[gene] = column;
  });
  return place;
}
