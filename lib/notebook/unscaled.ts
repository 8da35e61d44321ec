import type { PreparedDataset } from "../data/prepare.ts";
import type { SplitName } from "../training/engine.ts";

/**
 * A split's values before scaling: z-score × standard deviation + mean, in the units of the matrix.
 *
 * @param split @default "train"
 * @returns Row-major [rows, genes].
 *
 * @example
 * ```ts
 * import { prepareDataset } from "../data/prepare.ts";
 * import { syntheticCohort } from "../data/synthetic.ts";
 * import { unscaled } from "./unscaled.ts";
 * const cohort = syntheticCohort({ samples: 60, genes: 40, cancerTypes: 2 });
 * const dataset = prepareDataset(cohort), gene = cohort.matrix.genes.indexOf(dataset.genes[0]!);
 * const sample = cohort.matrix.samples.indexOf(dataset.train.samples[0]!);
 * const before = cohort.matrix.values[sample * 40 + gene]!;
 * if (Math.abs(unscaled(dataset)[0]! - before) > 1e-4) throw new Error("not as it was");
 * ```
 */
export function unscaled(
  { means, standardDeviations, genes, ...splits }: PreparedDataset,
  split: SplitName = "train",
): Float32Array {
  return splits[split].values.map((z, i) => {
    const gene = i % genes.length;
    return z * standardDeviations[gene]! + means[gene]!;
  });
}
