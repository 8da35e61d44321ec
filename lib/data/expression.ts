import { InputError } from "../errors.ts";
import { expressionRows } from "./_expression_rows.ts";
import { GeneBlocks } from "./_gene_blocks.ts";
import { RepairCounter } from "./_repair_counter.ts";
import type { ExpressionMatrix } from "./expression_matrix.ts";

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
  const repairs = new RepairCounter(), table = new GeneBlocks();
  await expressionRows(path, table, repairs);
  reportRepeatedGenes(table.genes, repairs);
  const columns = distinctColumns(path, table, repairs).filter((column) => {
    const isEmpty = 2 * table.missing[column]! > table.genes.length;
    if (isEmpty) repairs.add("empty-samples", table.samples[column]);
    return !isEmpty;
  });
  if (columns.length === 0) {
    throw new InputError(`Cannot read ${path}: every sample misses more than half of its values`);
  }
  return { genes: table.genes, ...table.turn(columns), report: repairs.report() };
}

/** Rows of one id are all kept: which of them to use is for the training samples to decide. */
function reportRepeatedGenes(genes: readonly string[], repairs: RepairCounter): void {
  const seen = new Set<string>();
  for (const gene of genes) {
    if (seen.has(gene)) repairs.add("duplicate-genes", gene);
    seen.add(gene);
  }
}

/** The sample columns without exact copies of earlier ones; one id for two samples is an error. */
function distinctColumns(path: string, table: GeneBlocks, repairs: RepairCounter): number[] {
  const first = new Map<string, number>();
  return table.samples.flatMap((sample, column) => {
    const earlier = first.get(sample);
    if (earlier === undefined) {
      first.set(sample, column);
      return [column];
    }
    if (!table.haveSameValues(earlier, column)) {
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
