import type { TopLevelSpec } from "vega-lite";
import { ofCohort } from "../plots/of_cohort.ts";
import { attempt, type Made } from "./_attempt.ts";
import { type FigureInput, figureMakers, pageMakers } from "./_figure_makers.ts";
import type { AnalysisTable } from "./analysis_tables.ts";

/** A figure of the report, or why there is none. */
export interface ReportFigure extends Made {
  /** The files' name without its ending. */
  readonly name: string;
  /** The heading that it is under. */
  readonly section: string;
  readonly spec: TopLevelSpec | null;
  /** The interactive one for a page, if there is one. */
  readonly page?: TopLevelSpec;
}

/** The figures of the report in its order, each to be made by itself. */
export function plannedFigures(
  input: FigureInput,
  tables: readonly AnalysisTable[],
): { readonly name: string; readonly make: () => ReportFigure }[] {
  const makers = figureMakers(input, tables), pages = pageMakers(input);
  const cohort = input.manifest?.data.name;
  const named = (make: () => TopLevelSpec) => () => cohort ? ofCohort(make(), cohort) : make();
  return Object.entries(makers).flatMap(([section, figures]) =>
    Object.entries(figures).map(([name, make]) => ({
      name,
      make: () => {
        const { made: spec, ...why } = attempt(named(make)),
          figure = { name, section, spec, ...why };
        return spec && pages[name] ? { ...figure, page: named(pages[name])() } : figure;
      },
    }))
  );
}

/**
 * The figures of the report.
 *
 * @returns The figures in the order of the report; one that the results do not allow has no specification, but says why.
 */
export function reportFigures(
  input: FigureInput,
  tables: readonly AnalysisTable[],
): ReportFigure[] {
  return plannedFigures(input, tables).map(({ make }) => make());
}
