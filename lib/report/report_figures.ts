import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../errors.ts";
import { type FigureInput, figureMakers, pageMakers } from "./_figure_makers.ts";
import { ofCohort } from "../plots/of_cohort.ts";
import type { AnalysisTable } from "./analysis_tables.ts";

/** A figure of the report, or why there is none. */
export interface ReportFigure {
  /** The files' name without its ending. */
  readonly name: string;
  /** The heading that it is under. */
  readonly section: string;
  readonly spec: TopLevelSpec | null;
  /** The interactive one for a page, if there is one. */
  readonly page?: TopLevelSpec;
  /** Why there is no specification; empty if there is one. */
  readonly problem: string;
}

function draw(name: string, make: () => TopLevelSpec): Omit<ReportFigure, "section"> {
  try {
    return { name, spec: make(), problem: "" };
  } catch (error) {
    // What the results cannot show is said in the report; anything else is a defect.
    if (!(error instanceof InputError)) throw error;
    return { name, spec: null, problem: error.message };
  }
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
  const makers = figureMakers(input, tables), pages = pageMakers(input);
  const cohort = input.manifest?.data.name;
  const named = (make: () => TopLevelSpec) => () => cohort ? ofCohort(make(), cohort) : make();
  return Object.entries(makers).flatMap(([section, figures]) =>
    Object.entries(figures).map(([name, make]) => {
      const figure = { ...draw(name, named(make)), section };
      return figure.spec && pages[name] ? { ...figure, page: named(pages[name])() } : figure;
    })
  );
}
