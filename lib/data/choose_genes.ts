import { InputError } from "../errors.ts";
import { NoticeCounter } from "./notice_counter.ts";
import type { GeneStatistics } from "./gene_statistics.ts";
import type { Notice } from "./notices.ts";

/** What "most variable" means: the variance, or the mean absolute deviation from the mean. */
export type Variability = "variance" | "mad";

/** Genes that are chosen where no number is asked for, if the cohort has as many. */
const DEFAULT_GENES = 5000;

/** Options of {@linkcode chooseGenes}. */
export interface ChooseGenesOptions {
  /** @default {5000, or all that can be chosen where there are fewer} */
  readonly count?: number;
  /** @default {"variance"} */
  readonly variability?: Variability;
}

/**
 * The most variable genes, most variable first; ties keep their order in the matrix.
 *
 * Never chosen: genes that are constant, that miss more than half of their values, and, of rows which
 * share a gene id, all but the one with the highest mean. All of that uses only the given statistics: with those of
 * the training rows, nothing is learned from the others.
 *
 * @param genes Gene ids, one per row of the statistics.
 * @param statistics Of the training rows.
 * @returns Positions of the chosen genes, and which were not eligible.
 * @throws {InputError} If more genes are asked for than can be chosen, or none can.
 */
export function chooseGenes(
  genes: readonly string[],
  statistics: GeneStatistics,
  { count, variability = "variance" }: ChooseGenesOptions = {},
): { chosen: Int32Array; report: Notice[] } {
  checkOptions(count, variability);
  const notices = new NoticeCounter();
  const usable = usableGenes(genes, statistics, notices);
  if (usable.length === 0) {
    throw new InputError(
      `Cannot choose genes: none of ${genes.length} varies in the training samples`,
    );
  }
  if (count !== undefined && count > usable.length) {
    throw new InputError(
      `Cannot choose ${count} genes: the cohort has ${genes.length} rows, of which ${usable.length} can be ` +
        `chosen (not constant, not mostly missing, each id once); ask for at most ${usable.length}`,
    );
  }
  if (count === undefined && usable.length < DEFAULT_GENES) {
    notices.add("fewer-genes", undefined, usable.length);
  }
  const spread = variability === "variance"
    ? statistics.standardDeviations
    : statistics.meanAbsoluteDeviations;
  usable.sort((a, b) => spread[b]! - spread[a]!); // stable: ties stay in the order of the matrix
  return {
    chosen: Int32Array.from(usable.slice(0, count ?? DEFAULT_GENES)),
    report: notices.report(),
  };
}

function checkOptions(count: number | undefined, variability: string): void {
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) {
    throw new InputError(`Cannot choose ${count} genes: ask for a positive whole number`);
  }
  if (variability !== "variance" && variability !== "mad") {
    throw new InputError(`Cannot rank genes by "${variability}": it is "variance" or "mad"`);
  }
}

function usableGenes(
  genes: readonly string[],
  { counts, means, standardDeviations }: GeneStatistics,
  notices: NoticeCounter,
): number[] {
  const rows = counts.reduce((most, count) => Math.max(most, count), 0);
  const best = new Map<string, number>();
  genes.forEach((gene, i) => {
    if (counts[i]! < 2 || 2 * counts[i]! < rows) return notices.add("sparse-genes", gene);
    if (standardDeviations[i] === 0) return notices.add("constant-genes", gene);
    const other = best.get(gene);
    if (other !== undefined) notices.add("superseded-genes", gene);
    if (other === undefined || means[i]! > means[other]!) best.set(gene, i);
  });
  return [...best.values()].sort((a, b) => a - b);
}
