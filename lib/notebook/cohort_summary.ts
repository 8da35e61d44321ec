import type { Cohort } from "../data/cohort.ts";
import { summarizeCohort } from "../data/data_summary.ts";
import { describeData } from "../data/describe_data.ts";
import { describeNotices } from "../data/notices.ts";

/** A fact about a cohort. */
export interface CohortFact {
  readonly what: string;
  readonly value: string | number;
}

/**
 * What was understood of a cohort's files, and everything that was repaired or noticed while they were read.
 *
 * @example
 * ```ts
 * import { syntheticCohort } from "../data/synthetic.ts";
 * import { cohortSummary } from "./cohort_summary.ts";
 * const [data] = cohortSummary(syntheticCohort({ samples: 60, genes: 40 }));
 * if (data!.value !== "synthetic-60x40: made up, 60 samples × 40 genes") throw new Error(`${data!.value}`);
 * ```
 */
export function cohortSummary(cohort: Cohort): CohortFact[] {
  const { lines, others } = describeData(summarizeCohort(cohort), cohort.report);
  let low = Infinity, high = -Infinity, missing = 0;
  for (const value of cohort.matrix.values) {
    if (Number.isNaN(value)) missing++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [
    ...lines.map(({ what, text }) => ({ what, value: text })),
    { what: "smallest value", value: low },
    { what: "largest value", value: high },
    { what: "missing cells", value: missing },
    ...describeNotices(others).map((line) => {
      const at = line.lastIndexOf(": ");
      return { what: line.slice(0, at), value: line.slice(at + 2) };
    }),
  ];
}
