import * as analysis from "../analysis/mod.ts";
import { agreement, divergenceByOptimizer, rangesOf } from "./_own_tables.ts";
import {
  both,
  once,
  PART,
  present,
  scored,
  type TableDefinition,
  type Treated,
} from "./_table_makers.ts";
import { typeErrors } from "./_type_errors.ts";

/** Every table by its name, in the order of the report. */
export const TABLE_DEFINITIONS: Readonly<Record<string, TableDefinition>> = {
  claims: {
    about: "The poster’s five claims, each with its statistic, interval and verdict",
    make: ({ results, axes, manifest }) =>
      analysis.claims(results, { ...PART, axes, cohort: manifest?.data.name }),
  },
  claim_robustness: {
    about: "What would change each claim: diverged runs, reduction, caps, stopping, range, models",
    make: ({ results, axes, history, manifest }) =>
      analysis.claimRobustness(results, {
        ...PART,
        axes,
        history,
        trained: manifest?.fixed,
      }),
  },
  importance: {
    about: "Share of the variance that each axis and interaction accounts for, over all models",
    make: both(analysis.importance, PART),
  },
  importance_by_model: {
    about: "The same within each model",
    make: both(analysis.importance, { ...PART, by: ["model"] }),
  },
  conditional_importance: {
    about:
      "What the other choices explain given each optimizer’s best learning rate, and within the best quarter",
    make: both(analysis.conditionalImportance),
  },
  effects: {
    about: "Mean outcome at each level and pair of levels",
    make: both(analysis.effects, PART),
  },
  effects_by_model: {
    about: "The same within each model",
    make: both(analysis.effects, { ...PART, by: ["model"] }),
  },
  divergence: {
    about: "Share of runs that diverged, by level and pair of levels, over all other axes",
    make: once(analysis.divergence),
  },
  divergence_by_optimizer: {
    about:
      "Share of runs that diverged by latent size and learning rate, for each optimizer, reduction and momentum",
    make: divergenceByOptimizer,
  },
  model_sensitivity: {
    about: "Spread of each model’s outcome over the grid, and how forgiving the grid is",
    make: once(analysis.modelSensitivity),
  },
  tunability: {
    about: "What tuning gains over one default configuration",
    make: both(analysis.tunability),
  },
  expected_best: {
    about: "The expected best of n random configurations",
    make: once(analysis.expectedBestCurve),
  },
  choice_cost: {
    about:
      "What choosing on validation samples costs each model, and what choosing on test samples would hide",
    make: once(analysis.choiceCost),
  },
  performance_profiles: {
    about: "Share of problems in which each model comes within a factor of the best",
    make: once(analysis.performanceProfiles),
  },
  optimizers: {
    about:
      "Mean ranks of the optimizers, each at its own best learning rate and over the whole grid",
    make: once(analysis.compareOptimizers),
  },
  best_learning_rate: {
    about: "The best learning rate of each model, optimizer, latent size and further axis",
    make: both(analysis.bestLearningRate),
  },
  learning_rate_trend: {
    about:
      "Whether the best learning rate falls as the latent size grows, for each combination of other axes",
    make: both(analysis.learningRateTrend),
  },
  clip_curve: {
    about:
      "Total importance with losses clipped at other multiples of the mean predictor’s, over all models and within each",
    make: once(analysis.clipCurve, PART),
  },
  search_ranges: {
    about: "Which hyper-parameter comes first in every narrower search range",
    make: both(rangesOf),
  },
  search_range_shares: {
    about: "In what share of the search ranges each hyper-parameter comes first",
    make: both((results, options: Treated) =>
      analysis.searchRangeShares(rangesOf(results, options))
    ),
  },
  stopping: {
    about: "Epochs, best learning rate and importance under other stopping rules",
    make: ({ results, axes, history, manifest }) =>
      analysis.stoppingSensitivity(results, history, { ...PART, axes, trained: manifest?.fixed }),
  },
  variance_components: {
    about: "How much of the noise comes from the split and how much from the seed",
    make: both(analysis.varianceComponents),
  },
  budget: {
    about:
      "Runs that the cap on epochs ended, that stalled and that diverged, by model, optimizer and learning rate, and whether errors still fell",
    make: ({ results, axes, history }) => analysis.budget(results, history, { axes }),
  },
  importance_by_cap: {
    about: "Total importance of each axis if no run had trained longer than a cap",
    make: ({ results, axes, history, manifest }) =>
      analysis.importanceByCap(results, history, { ...PART, axes, trained: manifest?.fixed }),
  },
  minimum_detectable_difference: {
    about: "The smallest difference that k seeds can detect",
    make: once(analysis.minimumDetectableDifference),
  },
  model_comparison: {
    about:
      "Each model’s best configuration against VAE’s, sample by sample, with intervals over test samples and over seeds",
    make: ({ results, axes, samples }) =>
      analysis.modelComparison(results, present(samples, "Cannot compare models", "samples"), {
        axes,
      }),
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
    about: "How well labels are predicted from the latent means, by model and latent size",
    make: scored(analysis.downstreamBySize),
  },
  downstream_points: {
    about: "Test error and accuracy of predicting labels of each configuration",
    make: scored(analysis.downstreamPoints),
  },
  downstream_references: {
    about:
      "Each model’s best configuration against raw genes, principal components, a random projection and an untrained encoder, " +
      "by label",
    make: (frames) => {
      const cannot = "Cannot compare with representations without a trained model";
      const references = present(frames.references, cannot, "downstream_references");
      return scored((results, downstream, options) =>
        analysis.downstreamReferences(results, downstream, { ...options, references })
      )(frames);
    },
  },
  reconstruction_and_downstream: {
    about:
      "Rank correlation of reconstruction with predicting labels, over all configurations and over the better half",
    make: scored(agreement),
  },
  latent_use: {
    about:
      "Active units, effective rank and KL divergence of the latent space, by model and latent size",
    make: ({ results, axes, latent }) => analysis.latentUse(results, latent, { axes }),
  },
  cancer_types: {
    about: "Error of each cancer type over the grid, and what it depends on",
    make: (frames) => {
      present(frames.samples, "Cannot compare cancer types", "samples");
      const errors = typeErrors(frames);
      return both((results, options: Treated) =>
        analysis.cancerTypeSensitivity(results, errors, { ...PART, ...options })
      )(frames);
    },
  },
};
