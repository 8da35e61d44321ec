import {
  type Cohort,
  type CohortPhenotype,
  type KeptSamples,
  UNKNOWN_CANCER_TYPE,
} from "./cohort.ts";
import type { MatrixSource } from "./expression_matrix.ts";
import type { SplitRows } from "./split.ts";
import type { Scale } from "./_scale.ts";

/** What was understood of a cohort's files: told before anything is trained, and kept with the results. */
export interface DataSummary {
  /** The cohort's name. */
  readonly name: string;
  /** Its matrix's file, without the folder; absent where it does not come from one. */
  readonly file?: string;
  /** How its matrix was read; absent where it does not come from a file. */
  readonly source?: MatrixSource;
  readonly scale?: Scale;
  /** Samples and genes that are used. */
  readonly samples: number;
  readonly genes: number;
  /** Where the cancer types come from; absent where no table names any. */
  readonly phenotype?: CohortPhenotype;
  /** Cancer types with their samples, the most frequent first; without those that are unknown. */
  readonly types: readonly { readonly type: string; readonly samples: number }[];
  /** Samples without a type. */
  readonly unknown: number;
  /** What is predicted from latent spaces, with its classes; absent for the cancer types alone. */
  readonly labels?: readonly LabelSummary[];
  /** Which samples were kept by what they were taken from. */
  readonly sampleTypes?: KeptSamples;
  /** How the samples were split, once they are. */
  readonly split?: SplitSizes;
}

/** A label, its classes with their samples, the most frequent first, and the samples without one. */
export interface LabelSummary {
  readonly name: string;
  readonly classes: readonly { readonly type: string; readonly samples: number }[];
  readonly unknown: number;
}

/** Samples of each part, and what drew them. */
export interface SplitSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
}

/**
 * What was understood of a cohort.
 *
 * @example
 * ```ts
 * import { summarizeCohort } from "./data_summary.ts";
 * import { syntheticCohort } from "./synthetic.ts";
 * const { samples, types } = summarizeCohort(syntheticCohort({ samples: 60, genes: 40 }));
 * if (samples !== 60 || types.length !== 8) throw new Error(`${samples}, ${types.length}`);
 * ```
 */
export function summarizeCohort(cohort: Cohort): DataSummary {
  const { name, file, matrix, cancerTypes, labels, scale, phenotype, sampleTypes } = cohort;
  const { classes: types, unknown } = countClasses(cancerTypes);
  return {
    ...{ name, samples: matrix.samples.length, genes: matrix.genes.length, types, unknown },
    ...file !== undefined && { file },
    ...matrix.source && { source: matrix.source },
    ...scale && { scale },
    ...phenotype && { phenotype },
    ...labels && {
      labels: labels.map(({ name, values }) => ({ name, ...countClasses(values) })),
    },
    ...sampleTypes && { sampleTypes },
  };
}

function countClasses(values: readonly string[]): Omit<LabelSummary, "name"> {
  const counts = Map.groupBy(values, (type) => type);
  const classes = [...counts].filter(([type]) => type !== UNKNOWN_CANCER_TYPE)
    .map(([type, { length: samples }]) => ({ type, samples }))
    .sort((a, b) => b.samples - a.samples || (a.type < b.type ? -1 : 1));
  return { classes, unknown: counts.get(UNKNOWN_CANCER_TYPE)?.length ?? 0 };
}

/** How many samples each part of a split has. */
export function sizesOf({ train, validation, test }: SplitRows, seed: number): SplitSizes {
  return { train: train.length, validation: validation.length, test: test.length, seed };
}
