import { balancedAccuracy, type Labelled } from "./balanced_accuracy.ts";
import { classProbabilities, fitLogisticRegression } from "./logistic_regression.ts";
import { mostLikely } from "./most_likely.ts";
import { neighbourShares } from "./neighbour_shares.ts";
import { type ClassScores, oneVsRestAuc } from "./one_vs_rest_auc.ts";
import type { Products } from "./products.ts";
import { rowSpace } from "./row_space.ts";
import { standardize } from "./standardize.ts";
import { stratifiedFolds } from "./stratified_folds.ts";

/** Training samples that classifiers see at most: beyond them they take longer, not better. */
const MOST_SAMPLES = 2000;

/** Steps of the logistic regression: classes settle long before coefficients do. */
const STEPS = 100;

/** The classifiers, as tables name them. */
export const CLASSIFIERS = ["knn", "logistic"] as const;

/** One of {@linkcode CLASSIFIERS}. */
export type Classifier = typeof CLASSIFIERS[number];

/** How well a classifier tells the classes of held-out samples. */
export interface ClassifierScore {
  /** Mean over classes of the share of their held-out samples that is recognized. */
  readonly balancedAccuracy: number;
  /** Area under the receiver operating characteristic, one class against the rest, mean over classes. */
  readonly auc: number;
}

/** What two classifiers make of held-out samples. */
export interface HeldOutScores {
  /** 5 nearest neighbours, features as they are; their shares are the scores. */
  readonly knn: ClassifierScore;
  /** Multinomial logistic regression with penalty 1 on each class's coefficients, features standardized by the training samples. */
  readonly logistic: ClassifierScore;
  /** Classes of the held-out samples, over which both are means. */
  readonly classes: number;
}

/**
 * How well the classes of held-out samples can be told by classifiers that learn from training samples. A class of
 * held-out samples that no training sample has is never recognized, and its area is that of guessing.
 *
 * @param train Of more than 2000 samples, a part with the same shares of the classes is used.
 * @param test None of its numbers or labels reaches a classifier before it is judged.
 * @param options `unknown`: the label of samples that are left out, as they have no class. @default "unknown" `products`:
 * computes inner products where there are more features than samples. @default in plain JavaScript
 * @returns Null if training or held-out samples have fewer than two classes.
 */
export function heldOutScores(
  train: Labelled,
  test: Labelled,
  { unknown = "unknown", products }: { unknown?: string; products?: Products } = {},
): HeldOutScores | null {
  const learned = part(labelled(train, unknown)), judged = labelled(test, unknown);
  if (classes(learned) < 2 || classes(judged) < 2) return null;
  const { labels } = judged, wide = learned.columns > learned.rows ? products : undefined;
  const score = (scores: ClassScores): ClassifierScore => ({
    balancedAccuracy: balancedAccuracy(labels, mostLikely(scores)),
    auc: oneVsRestAuc(labels, scores),
  });
  return {
    knn: score(neighbourShares(learned, judged, { products: wide })),
    logistic: score(logisticScores(learned, judged, wide)),
    classes: classes(judged),
  };
}

function logisticScores(
  learned: Labelled,
  judged: Labelled,
  products: Products | undefined,
): ClassScores {
  const scaled = standardize(learned, judged), isWide = learned.columns > learned.rows;
  const train = { ...learned, values: scaled.train }, test = { ...judged, values: scaled.test };
  const space = isWide ? rowSpace(train, test, products) : { train, test };
  const options = { tolerance: 1e-4, steps: STEPS };
  const fit = fitLogisticRegression({ ...space.train, labels: learned.labels }, options);
  return classProbabilities(fit, space.test);
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
