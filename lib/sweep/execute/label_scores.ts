import type { Split } from "../../data/dataset.ts";
import { labelsOf } from "../../data/labels_of.ts";
import { CLASSIFIERS, heldOutScores } from "../../numbers/held_out_scores.ts";
import type { Products } from "../../numbers/products.ts";
import type { LabelScore } from "../store/record.ts";

/** Features of the training and the test samples of a dataset, row-major samples × columns. */
export interface Features {
  readonly columns: number;
  readonly train: ArrayLike<number>;
  readonly test: ArrayLike<number>;
}

/** What the samples of both splits are called. */
export interface LabelledSplits {
  readonly train: Pick<Split, "rows" | "labels" | "cancerTypes">;
  readonly test: Pick<Split, "rows" | "labels" | "cancerTypes">;
}

/**
 * How well each label of a dataset can be told from some features: classifiers learn from the training samples and are
 * judged on the test samples.
 *
 * @param products Computes inner products where there are more features than samples. @default in plain JavaScript
 * @returns An entry per label and classifier; none for a label with fewer than two classes in training or test.
 */
export function labelScores(
  { train, test }: LabelledSplits,
  features: Features,
  products?: Products,
): LabelScore[] {
  const judged = labelsOf(test), { columns } = features;
  return labelsOf(train).flatMap(({ name: label, values }, i) => {
    const scores = heldOutScores(
      { rows: train.rows, columns, values: features.train, labels: values },
      { rows: test.rows, columns, values: features.test, labels: judged[i]!.values },
      { products },
    );
    if (!scores) return [];
    const { classes } = scores;
    return CLASSIFIERS.map((classifier) => ({
      label,
      classifier,
      ...scores[classifier],
      classes,
    }));
  });
}
