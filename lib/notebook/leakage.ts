import type { Samples } from "../numbers/column_means.ts";
import { pcaErrors } from "../numbers/pca.ts";
import { leadingComponents } from "../tensorflow/leading_components.ts";
import { chooseGenes } from "../data/choose_genes.ts";
import type { Cohort } from "../data/cohort.ts";
import { geneStatistics } from "../data/gene_statistics.ts";
import { prepareDataset, type PrepareOptions } from "../data/prepare.ts";

/** Options of {@linkcode leakage}. */
export interface LeakageOptions extends PrepareOptions {
  /** Principal components of the model that is tested. @default 20 */
  readonly components?: number;
}

/** A row of {@linkcode leakage}. */
export interface LeakRow {
  /** What the test samples took part in. */
  readonly test_samples_used_for: string;
  /** Chosen genes that the training samples alone would not have chosen. */
  readonly other_genes: number;
  /** Squared error of every gene's mean, in the units of the preparation. */
  readonly mean_mse: number;
  /** Squared error of principal components, and 1 − that / mean_mse. */
  readonly pca_mse: number;
  readonly pca_r2: number;
}

/**
 * What a test error would look like if test samples had leaked: into the choice of genes and the scaling, or
 * into the training as well. The model is PCA, which takes no time to train.
 *
 * @throws {InputError} As `prepareDataset` does.
 *
 * @example
 * ```ts
 * import { syntheticCohort } from "../data/synthetic.ts";
 * import { leakage } from "./leakage.ts";
 * const [none, , most] = leakage(syntheticCohort({ samples: 60, genes: 40 }), { genes: 30, components: 5 });
 * if (!(most!.pca_mse < none!.pca_mse)) throw new Error("a leak flatters");
 * ```
 */
export function leakage(
  cohort: Cohort,
  { components = 20, ...options }: LeakageOptions = {},
): LeakRow[] {
  const { genes, variability = "variance" } = options, { matrix } = cohort;
  const honest = prepareDataset(cohort, options);
  const index = new Map(matrix.samples.map((sample, row) => [sample, row]));
  const [train, test] = [honest.train, honest.test].map(({ samples }) =>
    samples.map((sample) => index.get(sample)!)
  ) as [number[], number[]];
  const statistics = geneStatistics(matrix, matrix.samples.map((_, row) => row));
  const { chosen } = chooseGenes(matrix.genes, statistics, { count: genes, variability });
  const scale = (rows: readonly number[]) => ({
    rows: rows.length,
    columns: chosen.length,
    values: scaled(cohort, rows, { chosen, ...statistics }),
  });
  const own = new Set(honest.genes);
  const other = chosen.reduce((count, gene) => count + Number(!own.has(matrix.genes[gene]!)), 0);
  const columns = honest.genes.length;
  const errorsOf = (train: Samples, test: Samples) =>
    pcaErrors(leadingComponents(train, { components }), test);
  const row = (usedFor: string, otherGenes: number, errors: Float64Array) => {
    const mean = errors[0]!, pca = errors.at(-1)!;
    return {
      test_samples_used_for: usedFor,
      other_genes: otherGenes,
      mean_mse: mean,
      pca_mse: pca,
      pca_r2: 1 - pca / mean,
    };
  };
  return [
    row("the test alone", 0, errorsOf({ ...honest.train, columns }, { ...honest.test, columns })),
    row("genes and scaling too", other, errorsOf(scale(train), scale(test))),
    row("training too", other, errorsOf(scale([...train, ...test]), scale(test))),
  ];
}

interface Scaling {
  readonly chosen: Int32Array;
  readonly means: Float64Array;
  readonly standardDeviations: Float64Array;
}

/** z-scores of some rows; a missing cell takes its gene's mean. */
function scaled({ matrix }: Cohort, rows: readonly number[], scaling: Scaling): Float32Array {
  const { chosen, means, standardDeviations } = scaling;
  const values = new Float32Array(rows.length * chosen.length);
  rows.forEach((row, i) =>
    chosen.forEach((gene, j) => {
      const value = matrix.values[row * matrix.genes.length + gene]!;
      const z = (value - means[gene]!) / standardDeviations[gene]!;
      values[i * chosen.length + j] = Number.isNaN(z) ? 0 : z;
    })
  );
  return values;
}
