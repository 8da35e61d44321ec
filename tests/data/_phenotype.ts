import type { PhenotypeTable } from "../../lib/data/phenotype/phenotype_table.ts";

/** A phenotype table of these columns. */
export function tableOf(columns: Readonly<Record<string, readonly string[]>>): PhenotypeTable {
  const texts = Object.values(columns);
  return {
    path: "types.tsv",
    header: "line 1",
    names: Object.keys(columns),
    rows: texts[0]!.length,
    column: (at) => Promise.resolve(texts[at]!),
    place: (row) => `line ${row + 2}`,
    report: [],
  };
}
