import { TemporaryFile } from "../files/temporary_file.ts";
import { isAnnotation } from "./annotation_names.ts";
import { withoutVersion } from "./_gene_ids.ts";
import type { Side, TableReceiver } from "./table.ts";

/** Numbers that are read at once. */
export const BLOCK = 2 ** 22;

/** Options of {@linkcode AlignedTable}. */
export interface AlignedTableOptions {
  /** Whether the lines are known to be genes, whatever stands across. @default {false} */
  readonly linesAreGenes?: boolean;
}

/**
 * Collects of a table what some genes are asked for, in a file: memory holds one line at a time and the ids. Which side
 * is that of the genes has to be known at the header: it is the one across where any of them stands there.
 */
export class AlignedTable implements TableReceiver, Disposable {
  /** Ids that are not annotations. */
  readonly ids: Record<Side, string[]> = { lines: [], across: [] };
  readonly leftOut: Record<Side, string[]> = { lines: [], across: [] };
  /** The side of the samples. */
  samples: Side = "across";
  /** Of each row or column that is kept, the number of its gene among those asked for; one may occur twice. */
  readonly columns: number[] = [];
  smallest = Infinity;
  largest = -Infinity;
  /** Whether all numbers are whole, as counts are. */
  areWhole = true;
  /** Lines that have the id of a gene though lines were taken for samples, as some of these were called like genes. */
  geneLines = 0;
  /** Of each sample, over all genes of the file. */
  totals: number[] | Float64Array = [];
  /** Of each sample, how many of the kept numbers are missing. */
  missing: number[] | Float64Array = [];
  readonly #number: ReadonlyMap<string, number>;
  readonly #file: TemporaryFile;
  /** Of each id that got in, its number among those that were handed on. */
  readonly #handedOn: Record<Side, number[]> = { lines: [], across: [] };
  #lines = 0;
  /** Where the kept columns stand in a line, if lines are samples. */
  #places: number[] = [];
  #line = new Float32Array(0);
  readonly #linesAreGenes: boolean;

  /**
   * @param genes Ids without versions.
   * @param folder For the file, which is gone when this is disposed.
   */
  constructor(
    genes: readonly string[],
    folder: string,
    { linesAreGenes = false }: AlignedTableOptions = {},
  ) {
    this.#linesAreGenes = linesAreGenes;
    this.#number = new Map(genes.map((gene, number) => [gene, number]));
    this.#file = new TemporaryFile(folder);
  }

  header(ids: readonly string[]): void {
    const { across } = this.ids, kept = this.#handedOn.across;
    ids.forEach((id, at) => isAnnotation(id) ? this.leaveOut("across", id) : kept.push(at));
    kept.forEach((at) => across.push(ids[at]!));
    kept.forEach((at) => {
      const gene = this.#linesAreGenes ? undefined : this.#number.get(withoutVersion(ids[at]!));
      if (gene === undefined) return;
      this.columns.push(gene);
      this.#places.push(at);
    });
    if (this.columns.length > 0) {
      this.samples = "lines";
      this.#line = new Float32Array(this.columns.length);
    } else {
      this.#line = new Float32Array(kept.length);
      this.totals = new Float64Array(kept.length);
      this.missing = new Float64Array(kept.length);
    }
  }

  line(id: string, values: Float32Array, missing: number): void {
    const number = this.#lines++;
    if (isAnnotation(id)) return this.leaveOut("lines", id);
    this.ids.lines.push(id);
    this.#handedOn.lines.push(number);
    const gene = this.#number.get(withoutVersion(id));
    if (this.samples === "across") return this.#gene(gene, values);
    if (gene !== undefined) this.geneLines++;
    this.#sample(values, missing);
  }

  leaveOut(side: Side, id: string): void {
    this.leftOut[side].push(id);
  }

  /** The number of an id among those that the format handed on, by which it tells places. */
  handedOn(side: Side, at: number): number {
    return this.#handedOn[side][at]!;
  }

  /**
   * The kept numbers of samples as they are in the file, row-major samples × `columns`.
   *
   * @param room Where they are put, if it is large enough: what is read again and again is else left to be collected.
   */
  read(
    first: number,
    count: number,
    room: Float32Array<ArrayBuffer> = new Float32Array(0),
  ): Float32Array<ArrayBuffer> {
    const file = this.#file, width = this.columns.length, length = count * width;
    const values = room.length < length ? new Float32Array(length) : room.subarray(0, length);
    if (this.samples === "lines") {
      readAt(file, first * width, values);
      return values;
    }
    const samples = this.ids.across.length, line = new Float32Array(count);
    for (let column = 0; column < width; column++) {
      readAt(file, column * samples + first, line);
      for (let row = 0; row < count; row++) values[row * width + column] = line[row]!;
    }
    return values;
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }

  #sample(values: Float32Array, missing: number): void {
    let total = 0, lacking = 0;
    for (const at of this.#handedOn.across) {
      const value = values[at]!;
      if (missing === 0 || value === value) {
        total += value;
        this.#extend(value);
      }
    }
    this.#places.forEach((at, column) => {
      const value = this.#line[column] = values[at]!;
      if (value !== value) lacking++;
    });
    (this.totals as number[]).push(total);
    (this.missing as number[]).push(lacking);
    this.#write();
  }

  #gene(gene: number | undefined, values: Float32Array): void {
    this.#handedOn.across.forEach((at, sample) => {
      const value = this.#line[sample] = values[at]!;
      if (value === value) {
        this.totals[sample]! += value;
        this.#extend(value);
      } else if (gene !== undefined) this.missing[sample]!++;
    });
    if (gene === undefined) return;
    this.columns.push(gene);
    this.#write();
  }

  #extend(value: number): void {
    if (value < this.smallest) this.smallest = value;
    if (value > this.largest) this.largest = value;
    if (this.areWhole && !Number.isInteger(value)) this.areWhole = false;
  }

  #write(): void {
    this.#file.write(new Uint8Array(this.#line.buffer));
  }
}

/** Fills an array with the numbers that begin at a place of a file. */
function readAt(file: TemporaryFile, place: number, values: Float32Array<ArrayBuffer>): void {
  file.read(4 * place, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
