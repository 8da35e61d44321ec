/**
 * How sensitive is a model to its hyper-parameters? Each table is a function from a results frame to a frame; its row type
 * is exported beside it.
 *
 * @module
 */

export type { Axis, Level } from "./axis.ts";
export * from "./baseline_comparison.ts";
export * from "./baseline_floor.ts";
export * from "./best_learning_rate.ts";
export * from "./budget.ts";
export * from "./cancer_type_errors.ts";
export * from "./cancer_type_sensitivity.ts";
export * from "./choice_cost.ts";
export * from "./claim_robustness.ts";
export * from "./claims.ts";
export * from "./clip_curve.ts";
export * from "./compare_optimizers.ts";
export * from "./conditional_importance.ts";
export * from "./divergence.ts";
export * from "./downstream_by_size.ts";
export * from "./downstream_points.ts";
export * from "./downstream_references.ts";
export * from "./effects.ts";
export * from "./expected_best_curve.ts";
export type { FactorialGrid, GridOptions } from "./factorial_grid.ts";
export * from "./format_summary.ts";
export * from "./importance.ts";
export * from "./importance_by_cap.ts";
export * from "./latent_use.ts";
export * from "./learning_rate_trend.ts";
export * from "./model_comparison.ts";
export * from "./model_sensitivity.ts";
export * from "./performance_profiles.ts";
export * from "./reconstruction_and_downstream.ts";
export * from "./recorded_scores.ts";
export * from "./replay_stopping.ts";
export {
  meanPredictorError,
  type Response,
  type ResponseOptions,
  type Treatment,
  TREATMENTS,
} from "./response.ts";
export { readRuns, type Results, type ResultsOptions } from "./results.ts";
export * from "./robustness_sentences.ts";
export * from "./search_range_shares.ts";
export * from "./search_ranges.ts";
export * from "./stopping_sensitivity.ts";
export * from "./study_axes.ts";
export * from "./summary.ts";
export * from "./tunability.ts";
export * from "./validation_losses.ts";
export * from "./variance_components.ts";
export * from "./minimum_detectable_difference.ts";
