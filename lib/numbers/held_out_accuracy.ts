import { balancedAccuracy, type Labelled } from "./balanced_accuracy.ts";
import { fitLogisticRegression, predictClass } from "./logistic_regression.ts";
import { nearestNeighbours } from "./nearest_neighbours.ts";
import { standardize } from "./standardize.ts";
import { stratifiedFolds } from "./stratified_folds.ts";

/** Training samples that classifiers see at most: beyond them they take longer, not better. */
const MOST_SAMPLES = 2000;

/** Steps of the logistic regression: classes settle long before coefficients do. */
const STEPS = 100;

/** Balanced accuracy of two classifiers: mean over classes of the share of their held-out samples that is recognized. */
export interface HeldOutAccuracy {
  /** 5 nearest neighbours, features as they are. */
  readonly nearestNeighbours: number;
  /** Multinomial logistic regression with penalty 1, features standardized by the training samples. */
  readonly logisticRegression: number;
}

/**
 * How well the classes of held-out samples can be told by classifiers that learn from training samples.
 *
 * @param train Of more than 2000 samples, a part with the same shares of the classes is used.
 * @param test None of its numbers or labels reaches a classifier before it is judged.
 * @param options `unknown`: the label of samples that are left out, as they have no class. @default "unknown"
 * @returns Null if training or held-out samples have fewer than two classes.
 */
export function heldOutAccuracy(
  train: Labelled,
  test: Labelled,
  { unknown = "unknown" }: { unknown?: string } = {},
): HeldOutAccuracy | null {
  const learned = part(labelled(train, unknown)), judged = labelled(test, unknown);
  if (classes(learned) < 2 || classes(judged) < 2) return null;
  const scaled = standardize(learned, judged);
  const fit = fitLogisticRegression({ ...learned, values: scaled.train }, {
    tolerance: 1e-4,
    steps: STEPS,
  });
  return {
    nearestNeighbours: balancedAccuracy(judged.labels, nearestNeighbours(learned, judged)),
    logisticRegression: balancedAccuracy(
      judged.labels,
      predictClass(fit, { ...judged, values: scaled.test }),
    ),
  };
}

const classes = ({ labels }: Labelled) => new Set(labels).size;

function labelled(samples: Labelled, unknown: string): Labelled {
  return pick(samples, (row) => samples.labels[row] !== unknown);
}

/** As many samples as classifiers see, dealt such that classes keep their shares. */
function part(samples: Labelled): Labelled {
  if (samples.rows <= MOST_SAMPLES) return samples;
  const folds = stratifiedFolds(samples.labels, { folds: Math.ceil(samples.rows / MOST_SAMPLES) });
  return pick(samples, (row) => folds[row] === 0);
}

function pick(samples: Labelled, keep: (row: number) => boolean): Labelled {
  const { columns } = samples, rows = [...samples.labels.keys()].filter(keep);
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, to) => {
    for (let j = 0; j < columns; j++) values[to * columns + j] = samples.values[row * columns + j]!;
  });
  return { rows: rows.length, columns, values, labels: rows.map((row) => samples.labels[row]!) };
}
