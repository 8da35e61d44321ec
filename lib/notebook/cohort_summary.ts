import type { Cohort } from "../data/cohort.ts";
import { describeNotices } from "../data/notices.ts";

/** A fact about a cohort. */
export interface CohortFact {
  readonly what: string;
  readonly value: string | number;
}

/**
 * What is in a cohort, and everything that was repaired or noticed while it was read.
 *
 * @example
 * ```ts
 * import { syntheticCohort } from "../data/synthetic.ts";
 * import { cohortSummary } from "./cohort_summary.ts";
 * const [samples] = cohortSummary(syntheticCohort({ samples: 60, genes: 40 }));
 * if (samples!.value !== 60) throw new Error("wrong count");
 * ```
 */
export function cohortSummary({ matrix, cancerTypes, report }: Cohort): CohortFact[] {
  let low = Infinity, high = -Infinity, missing = 0;
  for (const value of matrix.values) {
    if (Number.isNaN(value)) missing++;
    else if (value < low) low = value;
    else if (value > high) high = value;
  }
  return [
    { what: "samples", value: matrix.samples.length },
    { what: "genes", value: matrix.genes.length },
    { what: "cancer types", value: new Set(cancerTypes).size },
    { what: "smallest value", value: low },
    { what: "largest value", value: Math.max(low, high) },
    { what: "missing cells", value: missing },
    ...describeNotices(report).map((line) => {
      const at = line.lastIndexOf(": ");
      return { what: line.slice(0, at), value: line.slice(at + 2) };
    }),
  ];
}
