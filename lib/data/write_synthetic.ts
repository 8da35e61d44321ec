import { dirname } from "node:path";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { InputError } from "../errors.ts";
import { makeFolder } from "../files/make_folder.ts";
import { NewFile } from "../files/new_file.ts";
import type { Cohort } from "./cohort.ts";
import { requireMemory } from "./memory.ts";
import { syntheticCohort, type SyntheticOptions } from "./synthetic.ts";

/** Files of a synthetic cohort, as a hub would publish them. */
export interface SyntheticFiles {
  readonly matrix: string;
  readonly phenotype: string;
}

/** Genes that are turned from samples' rows into lines at once: their cells share cache lines. */
const BLOCK = 16;

/** Fast compression: expression as text halves again only at many times the cost. */
const LEVEL = 4;

/**
 * Writes a {@linkcode syntheticCohort} as the text files that a real one comes in: a genes × samples table of
 * log2(count + 1) with four decimals, and a table of cancer types beside it.
 *
 * The same options give the same bytes. Lines are written as they are made: memory is the matrix in float32,
 * 4 bytes a cell. Each file appears under its name when it is whole.
 *
 * @param path Of the matrix: .tsv or .tsv.gz; the other table is called the same with .phenotype.tsv.
 * @param options The cohort's; `onProgress` is told how many genes are written.
 * @throws {InputError} If the path ends otherwise, or the matrix is larger than this machine's memory.
 */
export async function writeSynthetic(
  path: string,
  { onProgress, ...options }: SyntheticOptions & { onProgress?: (genes: number) => void } = {},
): Promise<SyntheticFiles> {
  const [ending] = /\.tsv(\.gz)?$/.exec(path) ?? [];
  if (ending === undefined) {
    throw new InputError(`Cannot write ${path}: the name has to end in .tsv or .tsv.gz`);
  }
  const { samples = 0, genes = 0 } = options;
  requireMemory(`Cannot write ${path}`, samples, genes);
  const cohort = syntheticCohort(options);
  const phenotype = `${path.slice(0, -ending.length)}.phenotype.tsv`;
  makeFolder(dirname(path));
  const rows = cohort.matrix.samples.map((id, i) => `${id}\t${cohort.cancerTypes[i]}\n`);
  using types = new NewFile(phenotype);
  types.write(new TextEncoder().encode(`sample\t_primary_disease\n${rows.join("")}`));
  using matrix = new NewFile(path);
  await writeLines(matrix, ending.endsWith(".gz"), matrixLines(cohort, onProgress));
  types.keep();
  matrix.keep();
  return { matrix: path, phenotype };
}

async function writeLines(file: NewFile, zip: boolean, lines: Iterable<Uint8Array>): Promise<void> {
  const target = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      try {
        file.write(chunk);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  const source = Readable.from(lines, { objectMode: false });
  if (zip) await pipeline(source, createGzip({ level: LEVEL }), target);
  else await pipeline(source, target);
}

function* matrixLines(
  { matrix: { samples, genes, values } }: Cohort,
  onProgress?: (genes: number) => void,
): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`gene\t${samples.join("\t")}\n`);
  // Counts repeat, so few texts are made; a cell is copied as bytes.
  const cells = new Map<number, Uint8Array>();
  const cellOf = (value: number): Uint8Array => {
    let cell = cells.get(value);
    if (!cell) cells.set(value, cell = encoder.encode(`\t${Number(value.toFixed(4))}`));
    return cell;
  };
  const buffer = new Uint8Array(samples.length * 12);
  const block = new Float32Array(BLOCK * samples.length);
  for (let first = 0; first < genes.length; first += BLOCK) {
    const count = Math.min(BLOCK, genes.length - first);
    for (let sample = 0; sample < samples.length; sample++) {
      for (let gene = 0; gene < count; gene++) {
        block[gene * samples.length + sample] = values[sample * genes.length + first + gene]!;
      }
    }
    for (let gene = 0; gene < count; gene++) {
      let at = 0;
      for (let sample = 0; sample < samples.length; sample++) {
        const cell = cellOf(block[gene * samples.length + sample]!);
        buffer.set(cell, at);
        at += cell.length;
      }
      buffer[at++] = 10; // end of line
      yield encoder.encode(genes[first + gene]);
      yield buffer.slice(0, at);
    }
    onProgress?.(first + count);
  }
}
