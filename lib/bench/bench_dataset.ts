import type { PreparedDataset } from "../data/prepare.ts";
import type { Split } from "../data/dataset.ts";
import { normal } from "../random.ts";

/** Rows that are drawn; larger cohorts repeat them. */
const DISTINCT_ROWS = 350;

/** Shares of samples to train on and to validate on; the rest is the test split, as in `prepareDataset`. */
const TRAINING = 0.7, VALIDATION = 0.15;

/**
 * A cohort to take times on: standard normal expression, its rows repeated where there are more than 350.
 * How long arithmetic takes does not depend on its numbers, as long as they are finite.
 *
 * @param samples Of all splits together.
 */
export function benchDataset(samples: number, genes: number): PreparedDataset {
  const distinct = normal([0, 0], DISTINCT_ROWS * genes);
  const training = Math.round(samples * TRAINING), validating = Math.round(samples * VALIDATION);
  return {
    name: `bench-${samples}x${genes}`,
    hash: `bench-${samples}x${genes}`,
    genes: Array.from({ length: genes }, (_, gene) => `gene ${gene}`),
    train: repeated(distinct, genes, 0, training),
    validation: repeated(distinct, genes, training, validating),
    test: repeated(distinct, genes, training + validating, samples - training - validating),
    means: new Float64Array(genes),
    standardDeviations: new Float64Array(genes).fill(1),
    report: [],
    summary: { name: `bench-${samples}x${genes}`, samples, genes, types: [], unknown: samples },
  };
}

function repeated(distinct: Float32Array, genes: number, start: number, rows: number): Split {
  const values = new Float32Array(rows * genes);
  for (let i = 0; i < rows; i++) {
    const from = ((start + i) % DISTINCT_ROWS) * genes;
    values.set(distinct.subarray(from, from + genes), i * genes);
  }
  const samples = Array.from({ length: rows }, (_, i) => `sample ${start + i}`);
  return { rows, values, samples, cancerTypes: samples.map(() => "unknown") };
}
