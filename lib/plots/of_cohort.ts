import type { TopLevelSpec } from "vega-lite";
import { textWidth } from "./_font.ts";
import { toLines } from "./_lines.ts";

/** How narrow a line under a title is at most, in pixels. */
const NARROW = 430;

/**
 * A figure whose first words under the title name the cohort that its numbers are about: another one may answer otherwise.
 *
 * @param cohort Its name, broken into lines no longer than the others.
 *
 * @example
 * ```ts
 * import { ofCohort } from "./of_cohort.ts";
 * const spec = ofCohort({ title: { text: "Loss", subtitle: ["2 runs."] }, data: { values: [{}] }, mark: "point" }, "brca");
 * if (!JSON.stringify(spec).includes('["On brca:","2 runs."]')) throw new Error("the cohort is not named first");
 * ```
 */
export function ofCohort(spec: TopLevelSpec, cohort: string): TopLevelSpec {
  const title = spec.title as { readonly subtitle?: string | readonly string[] };
  const lines = [title.subtitle ?? []].flat();
  const width = Math.max(NARROW, ...lines.map((line) => textWidth(line, 12)));
  const first = toLines(`On ${cohort}:`.split(/\s+/), { width, size: 12 });
  return { ...spec, title: { ...title, subtitle: [...first, ...lines] } } as TopLevelSpec;
}
