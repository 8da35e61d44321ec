import type { Labelled } from "./balanced_accuracy.ts";
import { minimize } from "./_minimize.ts";
import type { Samples } from "./column_means.ts";
import { mean } from "./mean.ts";
import type { ClassScores } from "./one_vs_rest_auc.ts";

/** A fitted model: class c has logit intercepts[c] + Σ_j coefficients[c][j] · x_j. */
export interface LogisticFit {
  /** In alphabetical order. */
  readonly classes: readonly string[];
  readonly coefficients: readonly Float64Array[];
  /** Summing to 0. */
  readonly intercepts: Float64Array;
}

/** Turns the logits of a row into probabilities; returns the logarithm of the sum of their exponentials. */
function toProbabilities(logits: Float64Array, from: number, classes: number): number {
  let largest = -Infinity, sum = 0;
  for (let at = from; at < from + classes; at++) largest = Math.max(largest, logits[at]!);
  for (let at = from; at < from + classes; at++) {
    logits[at] = Math.exp(logits[at]! - largest);
    sum += logits[at]!;
  }
  for (let at = from; at < from + classes; at++) logits[at]! /= sum;
  return largest + Math.log(sum);
}

/** Logits of each class for each row, turned to probabilities; returns the negative log likelihood of the labels. */
function likelihood(logits: Float64Array, codes: Int32Array, classes: number): number {
  let loss = 0;
  codes.forEach((code, row) => {
    const own = logits[row * classes + code]!;
    loss += toProbabilities(logits, row * classes, classes) - own;
  });
  return loss;
}

/** Logits for weights laid out class by class, the intercept last. */
function logitsOf(weights: Float64Array, samples: Samples, classes: number) {
  const { rows, columns, values } = samples, logits = new Float64Array(rows * classes);
  const stride = columns + 1, last = classes - 1;
  for (let row = 0; row < rows; row++) {
    // Four sums side by side: each waits for its last addition, and the processor has time for the others meanwhile.
    for (let c = 0; c < classes; c += 4) {
      const a = c * stride, b = Math.min(c + 1, last) * stride;
      const d = Math.min(c + 2, last) * stride, e = Math.min(c + 3, last) * stride;
      let first = weights[a + columns]!, second = weights[b + columns]!;
      let third = weights[d + columns]!, fourth = weights[e + columns]!;
      for (let j = 0; j < columns; j++) {
        const value = values[row * columns + j]!;
        first += weights[a + j]! * value;
        second += weights[b + j]! * value;
        third += weights[d + j]! * value;
        fourth += weights[e + j]! * value;
      }
      const at = row * classes + c;
      logits[at] = first;
      if (c + 1 < classes) logits[at + 1] = second;
      if (c + 2 < classes) logits[at + 2] = third;
      if (c + 3 < classes) logits[at + 3] = fourth;
    }
  }
  return logits;
}

/**
 * Multinomial logistic regression: minimizes the negative log likelihood plus penalty · ½‖coefficients‖², the intercepts
 * free (scikit-learn's C is 1 / penalty).
 *
 * @param options `penalty`: must be positive, else separable classes have no finite answer. @default 1 `tolerance`: of
 * the gradient, per sample. @default 1e-6 `steps`: the fit is what so many led to, for those who need classes rather than
 * coefficients. @default as many as it takes
 * @throws {RangeError} If there are fewer than 2 classes or the penalty is not positive.
 */
export function fitLogisticRegression(
  train: Labelled,
  { penalty = 1, tolerance = 1e-6, steps }: {
    penalty?: number;
    tolerance?: number;
    steps?: number;
  } = {},
): LogisticFit {
  const classes = [...new Set(train.labels)].sort(),
    count = classes.length,
    { columns, values } = train;
  if (count < 2 || !(penalty > 0)) {
    throw new RangeError(
      `Cannot tell ${count} classes apart with penalty ${penalty}: it needs at least 2 classes and a penalty above 0`,
    );
  }
  const codes = Int32Array.from(train.labels, (label) => classes.indexOf(label));
  const weights = minimize(
    (weights, gradient) => {
      const probabilities = logitsOf(weights, train, count);
      let loss = likelihood(probabilities, codes, count);
      codes.forEach((code, row) => probabilities[row * count + code]! -= 1);
      gradient.fill(0);
      for (let row = 0; row < train.rows; row++) {
        for (let c = 0; c < count; c++) {
          const from = c * (columns + 1), error = probabilities[row * count + c]!;
          for (let j = 0; j < columns; j++) {
            gradient[from + j]! += error * values[row * columns + j]!;
          }
          gradient[from + columns]! += error;
        }
      }
      for (let c = 0; c < count; c++) {
        const from = c * (columns + 1), part = gradient.subarray(from, from + columns + 1);
        for (let j = 0; j < columns; j++) {
          loss += penalty / 2 * weights[from + j]! ** 2;
          part[j]! += penalty * weights[from + j]!;
        }
      }
      return loss;
    },
    count * (columns + 1),
    { tolerance: tolerance * train.rows, steps },
  );
  const intercepts = Float64Array.from(classes, (_, c) => weights[c * (columns + 1) + columns]!);
  const shift = mean(intercepts);
  return {
    classes,
    coefficients: classes.map((_, c) =>
      weights.slice(c * (columns + 1), c * (columns + 1) + columns)
    ),
    intercepts: intercepts.map((value) => value - shift),
  };
}

/** The probability of each class for each row. */
export function classProbabilities(fit: LogisticFit, samples: Samples): ClassScores {
  const { classes } = fit, count = classes.length, { columns } = samples;
  const weights = new Float64Array(count * (columns + 1));
  fit.coefficients.forEach((row, c) => {
    weights.set(row, c * (columns + 1));
    weights[c * (columns + 1) + columns] = fit.intercepts[c]!;
  });
  const values = logitsOf(weights, samples, count);
  for (let row = 0; row < samples.rows; row++) {
    toProbabilities(values, row * count, count);
  }
  return { classes, values };
}
