import type { Cohort } from "../data/cohort.ts";
import { geneStatistics } from "../data/gene_statistics.ts";
import type { PreparedDataset } from "../data/prepare.ts";

/** A gene's mean and spread, as the preparation looks at it. */
export interface GeneRow {
  readonly gene: string;
  /** Over the training samples, in the units of the matrix. */
  readonly mean: number;
  readonly standard_deviation: number;
  /** Whether it is among the genes of the prepared dataset. */
  readonly chosen: boolean;
}

/**
 * Mean and standard deviation of every gene over the training samples, the most variable first.
 *
 * @param cohort What the dataset was prepared from.
 * @param dataset Its training samples are used.
 *
 * @example
 * ```ts
 * import { prepareDataset } from "../data/prepare.ts";
 * import { syntheticCohort } from "../data/synthetic.ts";
 * import { geneVariability } from "./gene_variability.ts";
 * const cohort = syntheticCohort({ samples: 60, genes: 40, cancerTypes: 2 });
 * const rows = geneVariability(cohort, prepareDataset(cohort, { genes: 10 }));
 * if (rows.filter(({ chosen }) => chosen).length !== 10 || !rows[0]!.chosen) throw new Error("genes");
 * ```
 */
export function geneVariability({ matrix }: Cohort, dataset: PreparedDataset): GeneRow[] {
  const training = new Set(dataset.train.samples), chosen = new Set(dataset.genes);
  const rows = matrix.samples.flatMap((sample, i) => training.has(sample) ? [i] : []);
  const { means, standardDeviations } = geneStatistics(matrix, rows);
  return matrix.genes.map((gene, i) => ({
    gene,
    mean: means[i]!,
    standard_deviation: standardDeviations[i]!,
    chosen: chosen.has(gene),
  })).sort((a, b) => b.standard_deviation - a.standard_deviation);
}
