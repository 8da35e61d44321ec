/** One kind of thing that was found, repaired or decided while data were read, with its count. */
export interface Repair {
  readonly kind: RepairKind;
  readonly count: number;
  /** Up to five places or names, for the reader to look at. */
  readonly examples: readonly string[];
}

const SENTENCES = {
  "missing-cells": "cells are empty or NA; they take their gene's mean in the training samples",
  "duplicate-genes": "rows repeat the gene id of an earlier row",
  "duplicate-samples": "sample columns repeat an earlier one exactly and were left out",
  "empty-samples": "samples miss more than half of their values and were left out",
  "blank-lines": "blank lines were skipped",
  "no-final-newline": "file ends without a line break: check that it is complete",
  "large-values": "values exceed 64, which log2(x + 1) never does: check the scale",
  "duplicate-phenotype-rows": "phenotype rows repeat a sample with the same cancer type",
  "missing-cancer-types": "phenotype rows name no cancer type",
  "matched-samples": "samples found in the phenotype table by their own id",
  "matched-by-barcode": "samples found in the phenotype table by their TCGA sample barcode",
  "matched-by-patient": "samples found in the phenotype table by their TCGA patient barcode",
  "ambiguous-samples": "samples fit phenotype rows of different cancer types: type unknown",
  "unmatched-samples": "samples are not in the phenotype table: type unknown",
  "unused-phenotype-rows": "phenotype rows belong to no sample of the matrix",
  "no-phenotype": "samples have no cancer type as no phenotype table was given: not stratified",
  "small-classes": "cancer types have too few patients for three splits: all their samples train",
  "superseded-genes": "rows share a gene id with a row of a higher training mean, which was kept",
  "constant-genes": "genes are constant in the training samples and cannot be chosen",
  "sparse-genes": "genes miss more than half of their training values and cannot be chosen",
  "filled-cells": "missing cells of the chosen genes took the gene's training mean",
  "fewer-genes": "genes could be chosen, fewer than the default of 5000: all of them are used",
  "damaged-cache": "cached files were damaged and made anew",
} as const;

/** The kinds of {@linkcode Repair}; docs/data.md says what is done about each. */
export type RepairKind = keyof typeof SENTENCES;

/**
 * A report as lines for people, in the order in which things were counted.
 *
 * @example
 * ```ts
 * import { describeRepairs } from "./repairs.ts";
 * const [line] = describeRepairs([{ kind: "blank-lines", count: 2, examples: ["line 3", "line 7"] }]);
 * if (line !== "2 blank lines were skipped (line 3, line 7)") throw new Error(line);
 * ```
 */
export function describeRepairs(report: readonly Repair[]): string[] {
  return report.map(({ kind, count, examples }) => {
    const more = count > examples.length ? ", …" : "";
    const places = examples.length > 0 ? ` (${examples.join(", ")}${more})` : "";
    return `${count.toLocaleString("en")} ${SENTENCES[kind]}${places}`;
  });
}
