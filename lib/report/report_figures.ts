import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../errors.ts";
import { type FigureInput, figureMakers, pageMakers } from "./_figure_makers.ts";
import type { AnalysisTable } from "./analysis_tables.ts";

/** A figure of the report, or why there is none. */
export interface ReportFigure {
  /** The files' name without its ending. */
  readonly name: string;
  /** The heading it stands under. */
  readonly section: string;
  readonly spec: TopLevelSpec | null;
  /** The one for a page, if it can do more there. */
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
 * @param input The result folder.
 * @param tables What `analysisTables` made of it.
 * @returns The figures in the order of the report; one that the results do not allow has no specification, but says why.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { reportFigures } from "./report_figures.ts";
 * import { analysisTables } from "./analysis_tables.ts";
 * const results = pl.DataFrame({
 *   run: ["a"], model: ["vae"], learning_rate: [0.1], latent_size: [9], optimizer: ["adam"], seed: [0], epochs: [3],
 *   best_epoch: [3], status: ["converged"], validation_loss: [9], test_mse: [0.5], test_r2: [0.5],
 *   test_reconstruction: [9],
 * });
 * const history = pl.DataFrame({ run: ["a"], epoch: [1], validation_loss: [9], reconstruction: [9] });
 * const figures = reportFigures({ results, history }, analysisTables({ results, history }));
 * if (!figures.find(({ name }) => name === "bubble")!.spec) throw new Error("one run is a figure");
 * ```
 */
export function reportFigures(
  input: FigureInput,
  tables: readonly AnalysisTable[],
): ReportFigure[] {
  const makers = figureMakers(input, tables), pages = pageMakers(input);
  return Object.entries(makers).flatMap(([section, figures]) =>
    Object.entries(figures).map(([name, make]) => {
      const figure = { ...draw(name, make), section };
      return figure.spec && pages[name] ? { ...figure, page: pages[name]() } : figure;
    })
  );
}
