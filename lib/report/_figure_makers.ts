import type { TopLevelSpec } from "vega-lite";
import type {
  AgreementRow,
  BaselineComparisonRow,
  BaselineFloor,
  BestLevelRow,
  CancerTypeRow,
  ComparisonRow,
  DetectableDifferenceRow,
  DivergenceRow,
  DownstreamPointRow,
  EffectRow,
  ExpectedBestRow,
  ImportanceRow,
  LatentUseRow,
  ProfileRow,
  RangeRow,
  RangeShareRow,
  StoppingRow,
  TrendRow,
  TunabilityRow,
} from "../analysis/mod.ts";
import { baselineFloor, cancerTypeErrors, meanPredictorError, readRuns } from "../analysis/mod.ts";
import { InputError } from "../errors.ts";
import { baselinePlot } from "../plots/baseline_plot.ts";
import { bubblePlot } from "../plots/bubble.ts";
import { cancerTypeImportanceMap } from "../plots/cancer_type_importance_map.ts";
import { cancerTypePlot } from "../plots/cancer_type_plot.ts";
import { criticalDifferenceDiagram } from "../plots/critical_difference_diagram.ts";
import { divergenceMap } from "../plots/divergence_map.ts";
import { downstreamScatter } from "../plots/downstream_scatter.ts";
import { expectedBestPlot } from "../plots/expected_best_plot.ts";
import { importanceBars } from "../plots/importance_bars.ts";
import { interactionHeatMaps } from "../plots/interaction_heat_maps.ts";
import { latentUsePlot } from "../plots/latent_use_plot.ts";
import { learningRateTrendPlot } from "../plots/learning_rate_trend_plot.ts";
import { lossCurves } from "../plots/loss_curves.ts";
import { marginalCurves } from "../plots/marginal_curves.ts";
import { parallelCoordinates } from "../plots/parallel_coordinates.ts";
import { performanceProfilePlot } from "../plots/performance_profile_plot.ts";
import { searchRangeBars } from "../plots/search_range_bars.ts";
import { searchRangeMap } from "../plots/search_range_map.ts";
import { stoppingPlot } from "../plots/stopping_plot.ts";
import { tunabilityPlot } from "../plots/tunability_plot.ts";
import { minimumDetectableDifferencePlot } from "../plots/minimum_detectable_difference_plot.ts";
import type { AnalysisTable } from "./analysis_tables.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";

/** What the figures are drawn from, beside the tables. */
export type FigureInput =
  & Pick<ResultFolder, "results" | "history">
  & Partial<Pick<ResultFolder, "axes" | "baselines" | "samples">>;

/** By its name, how each figure is made. */
type Makers = Readonly<Record<string, () => TopLevelSpec>>;

/** The rows of a table, or the reason why it has none, as an error of its own. */
function rowsOf<Row>(tables: readonly AnalysisTable[], name: string): Row[] {
  const table = tables.find((table) => table.name === name)!;
  if (table.frame) return table.frame.toRecords() as unknown as Row[];
  throw new InputError(table.problem);
}

const lowest = (pca: BaselineFloor["pca"]) =>
  pca.length > 0 ? pca.reduce((best, next) => next.mse < best.mse ? next : best) : undefined;

function runsOf({ results, history, axes }: FigureInput) {
  return {
    runs: results.toRecords(),
    losses: history.select("run", "epoch", "validation_loss").toRecords(),
    axes,
  };
}

/** What a page can do beyond a picture. */
export function pageMakers(input: FigureInput): Makers {
  const { runs, losses, axes } = runsOf(input);
  return {
    bubble: () => bubblePlot(runs, { axes, exchanged: true }),
    parallel: () => parallelCoordinates(runs, { axes, brush: true }),
    loss_curves: () => lossCurves(runs, losses, { axes, tooltip: true }),
  };
}

/** The figures by their section, in the order of the report. */
export function figureMakers(
  input: FigureInput,
  tables: readonly AnalysisTable[],
): Readonly<Record<string, Makers>> {
  const { results, baselines, samples } = input, { runs, losses, axes } = runsOf(input);
  const floor = (baselines && baselineFloor(baselines)) ?? undefined;
  const clipped = <Row extends { treatment: string }>(name: string) =>
    rowsOf<Row>(tables, name).filter((row) => row.treatment === "clip");
  return {
    "The runs": {
      bubble: () => bubblePlot(runs, { axes }),
      parallel: () => parallelCoordinates(runs, { axes }),
      loss_curves: () => lossCurves(runs, losses, { axes }),
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
      marginal: () => marginalCurves(clipped<EffectRow>("effects_by_model"), { floor }),
      interactions: () => interactionHeatMaps(clipped<EffectRow>("effects")),
    },
    "What is best": {
      optimizers: () => criticalDifferenceDiagram(rowsOf<ComparisonRow>(tables, "optimizers")),
      learning_rate_trend: () =>
        learningRateTrendPlot(
          clipped<BestLevelRow>("best_learning_rate"),
          clipped<TrendRow>("learning_rate_trend"),
          { axes },
        ),
      profiles: () => performanceProfilePlot(rowsOf<ProfileRow>(tables, "performance_profiles")),
      tunability: () => tunabilityPlot(rowsOf<TunabilityRow>(tables, "tunability")),
      expected_best: () =>
        expectedBestPlot(rowsOf<ExpectedBestRow>(tables, "expected_best"), {
          meanPredictor: floor?.meanPredictor ??
            meanPredictorError(readRuns(results)),
          pca: floor && lowest(floor.pca),
        }),
    },
    "Is it worth it?": {
      baselines: () => baselinePlot(rowsOf<BaselineComparisonRow>(tables, "baselines")),
      downstream: () =>
        downstreamScatter(
          rowsOf<DownstreamPointRow>(tables, "downstream_points"),
          rowsOf<AgreementRow>(tables, "reconstruction_and_downstream"),
        ),
      latent_use: () => latentUsePlot(rowsOf<LatentUseRow>(tables, "latent_use")),
      cancer_types: () => {
        const found = rowsOf<CancerTypeRow>(tables, "cancer_types");
        return cancerTypePlot(found, { leftOut: cancerTypeErrors(samples!).leftOut });
      },
      cancer_type_importance: () =>
        cancerTypeImportanceMap(rowsOf<CancerTypeRow>(tables, "cancer_types")),
    },
    "Whether the answers hold": {
      search_range_shares: () =>
        searchRangeBars(rowsOf<RangeShareRow>(tables, "search_range_shares")),
      search_ranges: () => searchRangeMap(rowsOf<RangeRow>(tables, "search_ranges")),
      stopping: () => stoppingPlot(rowsOf<StoppingRow>(tables, "stopping")),
      minimum_detectable_difference: () =>
        minimumDetectableDifferencePlot(
          rowsOf<DetectableDifferenceRow>(tables, "minimum_detectable_difference"),
        ),
    },
  };
}
