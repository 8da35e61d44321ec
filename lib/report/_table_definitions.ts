import pl from "nodejs-polars";
import * as analysis from "../analysis/mod.ts";
import { InputError } from "../errors.ts";
import type { SweepAxis } from "../sweep/store/axes.ts";

/** What a result folder holds; see `ResultFolder`. */
export interface Frames {
  /** A row per run. */
  readonly results: pl.DataFrame;
  /** What the sweep varies. @default the study's four axes */
  readonly axes?: readonly SweepAxis[];
  /** A row per run and epoch. */
  readonly history: pl.DataFrame;
  readonly baselines?: pl.DataFrame | null;
  readonly samples?: pl.DataFrame | null;
  readonly latent?: pl.DataFrame | null;
}

/** What a table answers and how it is made. */
export interface TableDefinition {
  readonly about: string;
  readonly make: (frames: Frames) => pl.DataFrame;
}

/** An incomplete grid is analysed on its largest complete part, which each table names. */
const PART = { onMissing: "largest" } as const;

/** One below the other, for both ways in which diverged runs count. */
function both(make: (treatment: analysis.Treatment) => pl.DataFrame): pl.DataFrame {
  return pl.concat(analysis.TREATMENTS.map(make), { how: "vertical" });
}

const ranges = new WeakMap<pl.DataFrame, Map<analysis.Treatment, pl.DataFrame>>();

/** Two tables are made from them, and they are the longest to make. */
function rangesOf(
  results: pl.DataFrame,
  axes: Frames["axes"],
  treatment: analysis.Treatment,
): pl.DataFrame {
  if (!ranges.has(results)) ranges.set(results, new Map());
  const known = ranges.get(results)!;
  if (!known.has(treatment)) {
    known.set(treatment, analysis.searchRanges(results, { ...PART, axes, treatment }));
  }
  return known.get(treatment)!;
}

function perLevel(results: pl.DataFrame, axes: Frames["axes"], by: string): pl.DataFrame {
  const levels = [...new Set(results.getColumn(by).toArray())].sort();
  const parts = levels.map((level) => {
    const part = analysis.divergence(results.filter(pl.col(by).eq(pl.lit(level))), {
      axes,
      of: ["latent_size", "learning_rate"],
    });
    const name = pl.Series(by, Array(part.height).fill(level), pl.Utf8);
    return pl.DataFrame([name, ...part.columns.map((column) => part.getColumn(column))]);
  });
  return pl.concat(parts, { how: "vertical" });
}

/** Every table by its name, in the order of the report. */
export const TABLE_DEFINITIONS: Readonly<Record<string, TableDefinition>> = {
  claims: {
    about: "The poster’s five claims, each with its statistic, interval and verdict",
    make: ({ results, axes }) => analysis.claims(results, { ...PART, axes }),
  },
  importance: {
    about: "Share of the variance that each axis and interaction accounts for, over all models",
    make: ({ results, axes }) =>
      both((treatment) => analysis.importance(results, { ...PART, axes, treatment })),
  },
  importance_by_model: {
    about: "The same within each model",
    make: ({ results, axes }) =>
      both((treatment) =>
        analysis.importance(results, { ...PART, axes, treatment, by: ["model"] })
      ),
  },
  effects: {
    about: "Mean outcome at each level and pair of levels",
    make: ({ results, axes }) =>
      both((treatment) => analysis.effects(results, { ...PART, axes, treatment })),
  },
  effects_by_model: {
    about: "The same within each model",
    make: ({ results, axes }) =>
      both((treatment) => analysis.effects(results, { ...PART, axes, treatment, by: ["model"] })),
  },
  divergence: {
    about: "Share of runs that diverged, by level and pair of levels, over all other axes",
    make: ({ results, axes }) => analysis.divergence(results, { axes }),
  },
  divergence_by_optimizer: {
    about: "Share of runs that diverged by latent size and learning rate, for each optimizer",
    make: ({ results, axes }) => perLevel(results, axes, "optimizer"),
  },
  model_sensitivity: {
    about: "Spread of each model’s outcome over the grid, and how forgiving the grid is",
    make: ({ results, axes }) => analysis.modelSensitivity(results, { axes }),
  },
  tunability: {
    about: "What tuning gains over one default configuration",
    make: ({ results, axes }) =>
      both((treatment) => analysis.tunability(results, { axes, treatment })),
  },
  expected_best: {
    about: "The expected best of n random configurations",
    make: ({ results, axes }) => analysis.expectedBestCurve(results, { axes }),
  },
  performance_profiles: {
    about: "Share of problems in which each model comes within a factor of the best",
    make: ({ results, axes }) => analysis.performanceProfiles(results, { axes }),
  },
  optimizers: {
    about:
      "Mean ranks of the optimizers, each at its own best learning rate and over the whole grid",
    make: ({ results, axes }) => analysis.compareOptimizers(results, { axes }),
  },
  best_learning_rate: {
    about: "The best learning rate of each model, optimizer, latent size and further axis",
    make: ({ results, axes }) =>
      both((treatment) => analysis.bestLearningRate(results, { axes, treatment })),
  },
  learning_rate_trend: {
    about:
      "Whether the best learning rate falls as the latent size grows, for each combination of other axes",
    make: ({ results, axes }) =>
      both((treatment) => analysis.learningRateTrend(results, { axes, treatment })),
  },
  search_ranges: {
    about: "Which hyper-parameter comes first in every narrower search range",
    make: ({ results, axes }) => both((treatment) => rangesOf(results, axes, treatment)),
  },
  search_range_shares: {
    about: "In what share of the search ranges each hyper-parameter comes first",
    make: ({ results, axes }) =>
      both((treatment) => analysis.searchRangeShares(rangesOf(results, axes, treatment))),
  },
  stopping: {
    about: "Epochs, best learning rate and importance under other stopping rules",
    make: ({ results, axes, history }) =>
      analysis.stoppingSensitivity(results, history, { ...PART, axes }),
  },
  minimum_detectable_difference: {
    about: "The smallest difference that k seeds can detect",
    make: ({ results, axes }) => analysis.minimumDetectableDifference(results, { axes }),
  },
  baselines: {
    about:
      "Each model’s best configuration against principal components and the mean predictor, by latent size",
    make: ({ results, axes, baselines }) =>
      analysis.baselineComparison(
        results,
        present(baselines, "Cannot compare with baselines", "baselines"),
        { axes },
      ),
  },
  downstream: {
    about: "How well cancer types are told from the latent means, by model and latent size",
    make: ({ results, axes }) => analysis.downstreamBySize(results, { axes }),
  },
  downstream_points: {
    about: "Test error and accuracy of telling cancer types of each configuration",
    make: ({ results, axes }) => analysis.downstreamPoints(results, { axes }),
  },
  reconstruction_and_downstream: {
    about: "Rank correlation of reconstruction with the accuracy of telling cancer types",
    make: ({ results, axes }) => agreement(results, axes),
  },
  latent_use: {
    about:
      "Active units, effective rank and KL divergence of the latent space, by model and latent size",
    make: ({ results, axes, latent }) => analysis.latentUse(results, latent, { axes }),
  },
  cancer_types: {
    about: "Error of each cancer type over the grid, and what it depends on",
    make: ({ results, axes, samples }) => {
      const all = present(samples, "Cannot compare cancer types", "samples");
      const { errors } = analysis.cancerTypeErrors(all);
      return both((treatment) =>
        analysis.cancerTypeSensitivity(results, errors, { ...PART, axes, treatment })
      );
    },
  },
};

/** What a folder may lack: those of earlier versions, of sweeps that have not ended, or that were handed on in parts. */
function present(
  frame: pl.DataFrame | null | undefined,
  cannot: string,
  file: string,
): pl.DataFrame {
  if (frame) return frame;
  throw new InputError(
    `${cannot}: the folder has no ${file}.parquet; a sweep writes it when it ends`,
  );
}

/** Over all models (model "all"), then within each. */
function agreement(results: pl.DataFrame, axes: Frames["axes"]): pl.DataFrame {
  const accuracy = analysis.recordedAccuracy(results);
  const all = analysis.reconstructionAndDownstream(results, accuracy, { axes });
  const named = [
    pl.Series("model", Array(all.height).fill("all"), pl.Utf8),
    ...all.columns.map((column) => all.getColumn(column)),
  ];
  const each = analysis.reconstructionAndDownstream(results, accuracy, { axes, by: ["model"] });
  return pl.concat([pl.DataFrame(named), each], { how: "vertical" });
}
