import type { TopLevelSpec } from "vega-lite";
import type {
  BestLevelRow,
  ComparisonRow,
  DivergenceRow,
  EffectRow,
  ExpectedBestRow,
  ImportanceRow,
  ProfileRow,
  RangeRow,
  RangeShareRow,
  StoppingRow,
  TrendRow,
  TunabilityRow,
  VisibleRow,
} from "../analysis/mod.ts";
import { meanPredictorError, readResults } from "../analysis/mod.ts";
import { InputError } from "../errors.ts";
import { bubblePlot } from "../plots/bubble.ts";
import { criticalDifferenceDiagram } from "../plots/critical_difference_diagram.ts";
import { divergenceMap } from "../plots/divergence_map.ts";
import { expectedBestPlot } from "../plots/expected_best_plot.ts";
import { importanceBars } from "../plots/importance_bars.ts";
import { interactionHeatMaps } from "../plots/interaction_heat_maps.ts";
import { learningRateTrendPlot } from "../plots/learning_rate_trend_plot.ts";
import { lossCurves, lossPoints } from "../plots/loss_curves.ts";
import { marginalCurves } from "../plots/marginal_curves.ts";
import { parallelCoordinates } from "../plots/parallel_coordinates.ts";
import { performanceProfilePlot } from "../plots/performance_profile_plot.ts";
import { searchRangeBars } from "../plots/search_range_bars.ts";
import { searchRangeMap } from "../plots/search_range_map.ts";
import { stoppingPlot } from "../plots/stopping_plot.ts";
import { tunabilityPlot } from "../plots/tunability_plot.ts";
import { visibleDifferencePlot } from "../plots/visible_difference_plot.ts";
import type { AnalysisTable } from "./analysis_tables.ts";
import type { ReportInput } from "./open_folder.ts";

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

/** The rows of a table, or the reason why it has none, as an error of its own. */
function rowsOf<Row>(tables: readonly AnalysisTable[], name: string): Row[] {
  const table = tables.find((table) => table.name === name)!;
  if (table.frame) return table.frame.toRecords() as unknown as Row[];
  throw new InputError(table.problem);
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
  { results, history }: Pick<ReportInput, "results" | "history">,
  tables: readonly AnalysisTable[],
): ReportFigure[] {
  const runs = results.toRecords();
  const points = lossPoints(runs, history.select("run", "epoch", "validation_loss").toRecords());
  // What a page can do beyond a picture.
  const pages: Record<string, () => TopLevelSpec> = {
    bubble: () => bubblePlot(runs, { exchanged: true }),
    parallel: () => parallelCoordinates(runs, { brush: true }),
    loss_curves: () => lossCurves(points, runs.length, { tooltip: true }),
  };
  const clipped = <Row extends { treatment: string }>(name: string) =>
    rowsOf<Row>(tables, name).filter((row) => row.treatment === "clip");
  const makers: Record<string, Record<string, () => TopLevelSpec>> = {
    "The runs": {
      bubble: () => bubblePlot(runs),
      parallel: () => parallelCoordinates(runs),
      loss_curves: () => lossCurves(points, runs.length),
      divergence: () =>
        divergenceMap(rowsOf<DivergenceRow>(tables, "divergence_by_optimizer"), {
          by: "optimizer",
        }),
    },
    "What matters": {
      importance: () => importanceBars(rowsOf<ImportanceRow>(tables, "importance")),
      importance_by_model: () =>
        importanceBars(rowsOf<ImportanceRow>(tables, "importance_by_model"), {
          by: "model",
          title: "Which hyper-parameter matters within each model?",
        }),
      marginal: () => marginalCurves(clipped<EffectRow>("effects_by_model")),
      interactions: () => interactionHeatMaps(clipped<EffectRow>("effects")),
    },
    "What is best": {
      optimizers: () => criticalDifferenceDiagram(rowsOf<ComparisonRow>(tables, "optimizers")),
      learning_rate_trend: () =>
        learningRateTrendPlot(
          clipped<BestLevelRow>("best_learning_rate"),
          clipped<TrendRow>("learning_rate_trend"),
        ),
      profiles: () => performanceProfilePlot(rowsOf<ProfileRow>(tables, "performance_profiles")),
      tunability: () => tunabilityPlot(rowsOf<TunabilityRow>(tables, "tunability")),
      expected_best: () =>
        expectedBestPlot(rowsOf<ExpectedBestRow>(tables, "expected_best"), {
          meanPredictor: meanPredictorError(readResults(results, { axes: [] })),
        }),
    },
    "Whether the answers hold": {
      search_range_shares: () =>
        searchRangeBars(rowsOf<RangeShareRow>(tables, "search_range_shares")),
      search_ranges: () => searchRangeMap(rowsOf<RangeRow>(tables, "search_ranges")),
      stopping: () => stoppingPlot(rowsOf<StoppingRow>(tables, "stopping")),
      visible_difference: () =>
        visibleDifferencePlot(rowsOf<VisibleRow>(tables, "visible_difference")),
    },
  };
  return Object.entries(makers).flatMap(([section, figures]) =>
    Object.entries(figures).map(([name, make]) => {
      const figure = { ...draw(name, make), section };
      return figure.spec && pages[name] ? { ...figure, page: pages[name]() } : figure;
    })
  );
}
