import { createHash } from "node:crypto";
import { NoticeCounter } from "./notice_counter.ts";
import { chooseGenes, type Variability } from "./choose_genes.ts";
import type { Cohort } from "./cohort.ts";
import { type DataSummary, sizesOf, summarizeCohort } from "./data_summary.ts";
import type { Dataset, Split } from "./dataset.ts";
import type { ExpressionMatrix } from "./expression_matrix.ts";
import { geneStatistics } from "./gene_statistics.ts";
import type { Notice } from "./notices.ts";
import type { Scale } from "./_scale.ts";
import { type SplitOptions, splitSamples } from "./split.ts";

/** Options of {@linkcode prepareDataset}; its seed draws the split. */
export interface PrepareOptions extends Omit<SplitOptions, "groups"> {
  /** How many of the most variable genes. @default {5000, or all where the cohort has fewer} */
  readonly genes?: number;
  /** What "most variable" means. @default {"variance"} */
  readonly variability?: Variability;
}

/** A dataset together with what turns its z-scores back into expression, and its story. */
export interface PreparedDataset extends Dataset {
  /** Training mean of each gene, in the units of the matrix. */
  readonly means: Float64Array;
  /** Training standard deviation (n − 1) of each gene. */
  readonly standardDeviations: Float64Array;
  /** What was repaired or noticed in matrix, phenotype table and preparation. */
  readonly report: readonly Notice[];
  /** How the matrix was scaled when it was read; absent where it does not come from a file. */
  readonly scale?: Scale;
  /** What was understood of the files that it comes from. */
  readonly summary: DataSummary;
}

/** Raised whenever the same cohort and options give other numbers than before. */
const FORMAT = 1;

/**
 * Turns a cohort into training, validation and test z-scores of its most variable genes.
 *
 * The split comes first; genes, means and standard deviations (n − 1) are then taken from the training
 * rows alone, in float64. A missing cell becomes its gene's training mean, so z-score 0.
 *
 * @throws {InputError} If more genes are asked for than can be chosen or the cohort is too small to split.
 * @throws {RangeError} If the fractions or the seed are not valid, or the cohort's sizes do not fit together.
 *
 * @example
 * ```ts
 * import { prepareDataset } from "./prepare.ts";
 * import { syntheticCohort } from "./synthetic.ts";
 * const dataset = prepareDataset(syntheticCohort({ samples: 100, genes: 60 }), { genes: 50 });
 * if (dataset.train.values.length !== dataset.train.rows * 50) throw new Error("not rows × genes");
 * ```
 */
export function prepareDataset(
  cohort: Cohort,
  { genes, variability = "variance", seed = 0, validationFraction = 0.15, testFraction = 0.15 }:
    PrepareOptions = {},
): PreparedDataset {
  const { matrix, cancerTypes, groups } = cohort;
  checkSizes(cohort);
  const notices = new NoticeCounter();
  const rows = splitSamples(matrix.samples, cancerTypes, {
    seed,
    validationFraction,
    testFraction,
    groups,
  });
  for (const { cancerType, samples } of rows.smallClasses) {
    notices.add("small-classes", `${cancerType}: ${samples} samples`);
  }
  const { chosen, means, standardDeviations, report } = fit(matrix, rows.train, genes, variability);
  const scaling = { chosen, means, standardDeviations, notices };
  const content = {
    genes: Array.from(chosen, (gene) => matrix.genes[gene]!),
    train: takeSplit(cohort, rows.train, scaling),
    validation: takeSplit(cohort, rows.validation, scaling),
    test: takeSplit(cohort, rows.test, scaling),
  };
  const options = { variability, seed, validationFraction, testFraction };
  return {
    name: cohort.name,
    hash: hashDataset(content, { format: FORMAT, matrix: matrix.hash, ...options }),
    ...content,
    means,
    standardDeviations,
    ...cohort.scale && { scale: cohort.scale },
    report: [...cohort.report, ...report, ...notices.report()],
    summary: { ...summarizeCohort(cohort), split: sizesOf(rows, seed) },
  };
}

/** All that is learned from the training rows, and only from them. */
function fit(
  matrix: ExpressionMatrix,
  trainingRows: Int32Array,
  count: number | undefined,
  variability: Variability,
) {
  const statistics = geneStatistics(matrix, trainingRows);
  const { chosen, report } = chooseGenes(matrix.genes, statistics, { count, variability });
  const of = (values: Float64Array) => Float64Array.from(chosen, (gene) => values[gene]!);
  return {
    chosen,
    report,
    means: of(statistics.means),
    standardDeviations: of(statistics.standardDeviations),
  };
}

function checkSizes({ name, matrix: { samples, genes, values }, cancerTypes }: Cohort): void {
  if (cancerTypes.length !== samples.length || values.length !== samples.length * genes.length) {
    throw new RangeError(
      `Cannot prepare ${name}: ${samples.length} samples × ${genes.length} genes with ${values.length} ` +
        `values and ${cancerTypes.length} cancer types; give one value per cell and one type per sample`,
    );
  }
}

interface Scaling {
  readonly chosen: Int32Array;
  readonly means: Float64Array;
  readonly standardDeviations: Float64Array;
  readonly notices: NoticeCounter;
}

function takeSplit(
  { matrix, cancerTypes, labels }: Cohort,
  rows: Int32Array,
  scaling: Scaling,
): Split {
  const { chosen, means, standardDeviations, notices } = scaling;
  const width = chosen.length, values = new Float32Array(rows.length * width);
  let missing = 0;
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * matrix.genes.length, to = i * width;
    for (let gene = 0; gene < width; gene++) {
      const z = (matrix.values[from + chosen[gene]!]! - means[gene]!) / standardDeviations[gene]!;
      if (z === z) values[to + gene] = z;
      else missing++;
    }
  }
  notices.add("filled-cells", undefined, missing);
  return {
    rows: rows.length,
    values,
    samples: Array.from(rows, (row) => matrix.samples[row]!),
    cancerTypes: Array.from(rows, (row) => cancerTypes[row]!),
    ...labels && {
      labels: labels.map(({ name, values }) => ({
        name,
        values: Array.from(rows, (row) => values[row]!),
      })),
    },
  };
}

type Content = Pick<Dataset, "genes" | "train" | "validation" | "test">;

function hashDataset({ genes, train, validation, test }: Content, options: object): string {
  const hash = createHash("sha256").update(JSON.stringify({ ...options, genes }));
  for (const { samples, cancerTypes, labels, values } of [train, validation, test]) {
    hash.update(JSON.stringify({ samples, cancerTypes, labels }));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest("hex");
}
