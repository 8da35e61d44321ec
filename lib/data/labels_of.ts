import type { Label } from "./cohort.ts";
import type { Split } from "./dataset.ts";

/** The label of the cancer types, where no others were asked for. */
export const CANCER_TYPE_LABEL = "cancer_type";

/** What is predicted from latent spaces: the labels that were asked for, else the cancer types. */
export function labelsOf(
  { labels, cancerTypes }: Pick<Split, "labels" | "cancerTypes">,
): readonly Label[] {
  return labels ?? [{ name: CANCER_TYPE_LABEL, values: cancerTypes }];
}
