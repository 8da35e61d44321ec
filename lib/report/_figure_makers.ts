import type { TopLevelSpec } from "vega-lite";
import * as analysis from "../analysis/mod.ts";
import { InputError } from "../errors.ts";
import * as plots from "../plots/mod.ts";
import type { AnalysisTable } from "./analysis_tables.ts";
import { runRecords } from "./run_records.ts";
import { leftOutTypes } from "./_type_errors.ts";
import type { ReferenceRow } from "../sweep/references.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";

/** What the figures are drawn from, besides the tables. */
export type FigureInput =
  & Pick<ResultFolder, "results" | "history">
  & Partial<Pick<ResultFolder, "axes" | "baselines" | "manifest" | "references" | "samples">>;

/** By its name, how each figure is made. */
type Makers = Readonly<Record<string, () => TopLevelSpec>>;

/** The rows of a table, or the reason why it has none, as its own error. */
function rowsOf<Row>(tables: readonly AnalysisTable[], name: string): Row[] {
  const table = tables.find((table) => table.name === name)!;
  if (table.frame) return table.frame.toRecords() as unknown as Row[];
  throw new InputError(table.problem);
}

const lowest = (pca: analysis.BaselineFloor["pca"]) =>
  pca.length > 0 ? pca.reduce((best, next) => next.mse < best.mse ? next : best) : undefined;

/** Lines and points that a figure draws at most, and curves: more of them hide each other, and take long to draw. */
const MOST = 2000, MOST_CURVES = 1000;

function runsOf(input: FigureInput) {
  const runs = runRecords(input);
  const losses = () => analysis.validationLosses(input.history, runs.map(({ run }) => String(run)));
  return { runs, losses, axes: input.axes };
}

/** Interactive figures of the page. */
export function pageMakers(input: FigureInput): Makers {
  const { runs, losses, axes } = runsOf(input);
  return {
    bubble: () => plots.bubblePlot(runs, { axes, exchanged: true }),
    parallel: () => plots.parallelCoordinates(runs, { axes, brush: true, most: MOST }),
    loss_curves: () => plots.lossCurves(runs, losses(), { axes, tooltip: true, most: MOST_CURVES }),
  };
}

/** A figure per label: "downstream" for the first one, "downstream_2" and so on for others. */
function downstreamMakers(
  tables: readonly AnalysisTable[],
  references: ResultFolder["references"] = null,
): Makers {
  const { frame } = tables.find(({ name }) => name === "downstream_points")!;
  const labels = frame?.height ? [...new Set(frame.getColumn("label").toArray())] : [undefined];
  return Object.fromEntries(labels.map((label, i) => [
    i === 0 ? "downstream" : `downstream_${i + 1}`,
    () =>
      plots.downstreamScatter(
        rowsOf<analysis.DownstreamPointRow>(tables, "downstream_points")
          .filter((row) => row.label === label),
        rowsOf<analysis.AgreementRow>(tables, "reconstruction_and_downstream"),
        { references: (references?.toRecords() ?? []) as unknown as ReferenceRow[], most: MOST },
      ),
  ]));
}

/** The figures by their section, in the order of the report. */
export function figureMakers(
  input: FigureInput,
  tables: readonly AnalysisTable[],
): Readonly<Record<string, Makers>> {
  const { results, baselines, references } = input, { runs, losses, axes } = runsOf(input);
  const floor = (baselines && analysis.baselineFloor(baselines)) ?? undefined;
  const clipped = <Row extends { treatment: string }>(name: string) =>
    rowsOf<Row>(tables, name).filter((row) => row.treatment === "clip");
  return {
    "The runs": {
      bubble: () => plots.bubblePlot(runs, { axes }),
      parallel: () => plots.parallelCoordinates(runs, { axes, most: MOST }),
      loss_curves: () => plots.lossCurves(runs, losses(), { axes, most: MOST_CURVES }),
      divergence: () =>
        plots.divergenceMap(rowsOf<analysis.DivergenceRow>(tables, "divergence_by_optimizer"), {
          by: "optimizer",
          within: analysis.STUDY_AXES,
        }),
    },
    "What matters": {
      importance: () => plots.importanceBars(rowsOf<analysis.ImportanceRow>(tables, "importance")),
      importance_by_model: () =>
        plots.importanceBars(rowsOf<analysis.ImportanceRow>(tables, "importance_by_model"), {
          by: "model",
          title: "Which hyper-parameter matters within each model?",
        }),
      conditional_importance: () =>
        plots.conditionalImportancePlot(
          rowsOf<analysis.ConditionalRow>(tables, "conditional_importance"),
        ),
      marginal: () =>
        plots.marginalCurves(clipped<analysis.EffectRow>("effects_by_model"), { floor }),
      interactions: () => plots.interactionHeatMaps(clipped<analysis.EffectRow>("effects")),
    },
    "What is best": {
      optimizers: () =>
        plots.criticalDifferenceDiagram(rowsOf<analysis.ComparisonRow>(tables, "optimizers")),
      learning_rate_trend: () =>
        plots.learningRateTrendPlot(
          clipped<analysis.BestLevelRow>("best_learning_rate"),
          clipped<analysis.TrendRow>("learning_rate_trend"),
          { axes },
        ),
      model_comparison: () =>
        plots.modelComparisonPlot(rowsOf<analysis.ModelComparisonRow>(tables, "model_comparison")),
      profiles: () =>
        plots.performanceProfilePlot(rowsOf<analysis.ProfileRow>(tables, "performance_profiles")),
      tunability: () => plots.tunabilityPlot(rowsOf<analysis.TunabilityRow>(tables, "tunability")),
      expected_best: () =>
        plots.expectedBestPlot(rowsOf<analysis.ExpectedBestRow>(tables, "expected_best"), {
          meanPredictor: floor?.meanPredictor ??
            analysis.meanPredictorError(analysis.readRuns(results)),
          pca: floor && lowest(floor.pca),
        }),
    },
    "Is it worth it?": {
      baselines: () =>
        plots.baselinePlot(rowsOf<analysis.BaselineComparisonRow>(tables, "baselines")),
      ...downstreamMakers(tables, references),
      latent_use: () => plots.latentUsePlot(rowsOf<analysis.LatentUseRow>(tables, "latent_use")),
      cancer_types: () => {
        const found = rowsOf<analysis.CancerTypeRow>(tables, "cancer_types");
        return plots.cancerTypePlot(found, { leftOut: leftOutTypes(input) });
      },
      cancer_type_importance: () =>
        plots.cancerTypeImportanceMap(rowsOf<analysis.CancerTypeRow>(tables, "cancer_types")),
    },
    "Whether the answers hold": {
      clip_curve: () => plots.clipCurvePlot(rowsOf<analysis.ClipCurveRow>(tables, "clip_curve")),
      search_range_shares: () =>
        plots.searchRangeBars(rowsOf<analysis.RangeShareRow>(tables, "search_range_shares")),
      search_ranges: () => plots.searchRangeMap(rowsOf<analysis.RangeRow>(tables, "search_ranges")),
      stopping: () => plots.stoppingPlot(rowsOf<analysis.StoppingRow>(tables, "stopping")),
      importance_by_cap: () =>
        plots.importanceByCapPlot(
          rowsOf<analysis.ImportanceByCapRow>(tables, "importance_by_cap"),
          rowsOf<analysis.BudgetRow>(tables, "budget"),
        ),
      minimum_detectable_difference: () =>
        plots.minimumDetectableDifferencePlot(
          rowsOf<analysis.DetectableDifferenceRow>(tables, "minimum_detectable_difference"),
        ),
    },
  };
}
