import { createHash } from "node:crypto";
import { InputError } from "../errors.ts";
import { expressionRows } from "./_expression_rows.ts";
import { RepairCounter } from "./_repair_counter.ts";
import type { ExpressionMatrix } from "./expression_matrix.ts";

/** Rows that are turned over together, so that both ways through memory stay in the cache. */
const BLOCK = 64;

/**
 * Reads a genes × samples table as UCSC Xena publishes them, tab-separated text or its .gz.
 *
 * First row: sample ids; first column: gene ids. The bytes are parsed as they stream in, each number to
 * the nearest float32. What is repaired is counted in the report, everything else that is not as it
 * should be is an error with line and column: docs/data.md has the table.
 *
 * @param path Whether it is gzip is told by its content.
 * @throws {InputError} If the file cannot be read or is not such a table.
 *
 * @example
 * ```ts
 * import { readExpression } from "./expression.ts";
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "sample\tS1\tS2\nTP53\t1.5\t2\nMYC\tNA\t0\n");
 * const { genes, samples, values, report } = await readExpression(path);
 * if (genes.join() !== "TP53,MYC" || samples.join() !== "S1,S2") throw new Error("wrong ids");
 * if (values.join() !== "1.5,NaN,2,0") throw new Error("not samples × genes");
 * if (report[0]?.kind !== "missing-cells") throw new Error("not reported");
 * await Deno.remove(path);
 * ```
 */
export async function readExpression(path: string): Promise<ExpressionMatrix> {
  const repairs = new RepairCounter();
  const genes: string[] = [], blocks: Float32Array[] = [];
  let samples: string[] = [], missing = new Int32Array(0);
  await expressionRows(path, {
    header(ids) {
      samples = ids;
      missing = new Int32Array(ids.length);
    },
    row(gene, values, missingCells) {
      const at = genes.length % BLOCK;
      if (at === 0) blocks.push(new Float32Array(BLOCK * values.length));
      blocks.at(-1)!.set(values, at * values.length);
      if (missingCells > 0) values.forEach((value, i) => value !== value && missing[i]!++);
      genes.push(gene);
    },
  }, repairs);
  reportRepeated(genes, repairs);
  const distinct = withoutDuplicates(path, samples, blocks, repairs);
  const kept = distinct.filter((column) => {
    const isEmpty = 2 * missing[column]! > genes.length;
    if (isEmpty) repairs.add("empty-samples", samples[column]);
    return !isEmpty;
  });
  if (kept.length === 0) {
    throw new InputError(`Cannot read ${path}: every sample misses more than half of its values`);
  }
  const ids = { genes, samples: kept.map((column) => samples[column]!) };
  return { ...ids, ...turn(ids, blocks, samples.length, kept), report: repairs.report() };
}

/** Rows of one id are all kept: which of them to use is for the training samples to decide. */
function reportRepeated(genes: readonly string[], repairs: RepairCounter): void {
  const seen = new Set<string>();
  for (const gene of genes) {
    if (seen.has(gene)) repairs.add("duplicate-genes", gene);
    seen.add(gene);
  }
}

/** The sample columns without exact copies of earlier ones; one id for two samples is an error. */
function withoutDuplicates(
  path: string,
  samples: readonly string[],
  blocks: readonly Float32Array[],
  repairs: RepairCounter,
): number[] {
  const first = new Map<string, number>();
  return samples.flatMap((sample, column) => {
    const earlier = first.get(sample);
    if (earlier === undefined) {
      first.set(sample, column);
      return [column];
    }
    if (!sameColumn(blocks, samples.length, earlier, column)) {
      throw new InputError(
        `Cannot read ${path}, line 1, column ${
          column + 2
        }: the sample ${sample} has other values in ` +
          `column ${earlier + 2}; remove one, or give it an id of its own`,
      );
    }
    repairs.add("duplicate-samples", sample);
    return [];
  });
}

function sameColumn(blocks: readonly Float32Array[], width: number, a: number, b: number): boolean {
  return blocks.every((block) => {
    for (let row = 0; row < block.length; row += width) {
      if (!Object.is(block[row + a], block[row + b])) return false;
    }
    return true;
  });
}

/** Genes × samples blocks to samples × genes, and the hash on the way; empties the list of blocks. */
function turn(
  { genes, samples }: { genes: readonly string[]; samples: readonly string[] },
  blocks: Float32Array[],
  width: number,
  kept: readonly number[],
): { values: Float32Array; hash: string } {
  const values = new Float32Array(genes.length * samples.length), hash = createHash("sha256");
  for (let first = 0; first < genes.length; first += BLOCK) {
    const block = blocks.shift()!, rows = Math.min(BLOCK, genes.length - first);
    for (let sample = 0; sample < kept.length; sample++) {
      const to = sample * genes.length + first, column = kept[sample]!;
      for (let row = 0; row < rows; row++) values[to + row] = block[row * width + column]!;
    }
    for (let row = 0; row < rows; row++) {
      // Columns that stay, moved to the front of the row they are in: each only ever moves left.
      if (kept.length < width) {
        kept.forEach((column, i) => block[row * width + i] = block[row * width + column]!);
      }
      const start = row * width;
      hash.update(new Uint8Array(block.buffer, 4 * start, 4 * kept.length));
    }
  }
  return { values, hash: hash.update(JSON.stringify({ samples, genes })).digest("hex") };
}
