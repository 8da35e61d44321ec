import { sum } from "../numbers/sum.ts";
import { columnOfGenes, keptSamples } from "./_aligned_choice.ts";
import { reportIds, requireGenes, transformOf } from "./_aligned_checks.ts";
import { BLOCK } from "./_aligned_table.ts";
import { readAligned } from "./_read_aligned.ts";
import { refuseSeveralMeasures } from "./_refuse_several_measures.ts";
import { requireIds } from "./_require_ids.ts";
import { reportScale, type Scale } from "./_scale.ts";
import type { MatrixSource } from "./expression_matrix.ts";
import type { Notice } from "./notices.ts";
import type { ReadOptions, Side } from "./table.ts";

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
  /** Of each gene, how many of the rows have a number. */
  readonly known: Uint32Array;
}

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
  { scale = "as-is", ...reading }: AlignOptions = {},
): Promise<AlignedSamples> {
  const { table, format, notices } = await readAligned(genes, nameOrPath, reading);
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
        const all = new Float32Array(most * length), known = new Uint32Array(length);
        let raw = new Float32Array(0);
        for (let start = 0; start < kept.length; start += most) {
          const rows = Math.min(most, kept.length - start), first = kept[start]!;
          raw = table.read(first, kept[start + rows - 1]! - first + 1, raw);
          const values = all.subarray(0, rows * length).fill(0);
          known.fill(0);
          for (let row = 0; row < rows; row++) {
            const sample = kept[start + row]!, from = (sample - first) * width;
            for (let gene = 0; gene < length; gene++) {
              if (place[gene]! < 0) continue;
              const value = transform(raw[from + place[gene]!]!, sample);
              const z = (value - means[gene]!) / standardDeviations[gene]!;
              if (z !== z) continue;
              values[row * length + gene] = z;
              known[gene]!++;
            }
          }
          yield { start, rows, values, known };
        }
      },
      [Symbol.dispose]: () => table[Symbol.dispose](),
    };
  } catch (error) {
    table[Symbol.dispose]();
    throw error;
  }
}
