/**
 * Figures: each is a function from rows to a Vega-Lite 5 specification with inline data; `renderSvg`, `renderPng` and
 * `writeFigure` draw it without a browser, a canvas or a network.
 *
 * @module
 */

export * from "./baseline_plot.ts";
export * from "./bubble.ts";
export * from "./cancer_type_importance_map.ts";
export * from "./cancer_type_plot.ts";
export * from "./clip_curve_plot.ts";
export * from "./conditional_importance_plot.ts";
export * from "./critical_difference_diagram.ts";
export * from "./density_map.ts";
export * from "./distribution.ts";
export * from "./divergence_map.ts";
export * from "./downstream_scatter.ts";
export * from "./expected_best_plot.ts";
export * from "./figure_options.ts";
export * from "./importance_bars.ts";
export * from "./importance_by_cap_plot.ts";
export * from "./interaction_heat_maps.ts";
export * from "./latent_gene_bars.ts";
export * from "./latent_scatter.ts";
export * from "./latent_use_plot.ts";
export * from "./learning_curves.ts";
export * from "./learning_rate_trend_plot.ts";
export * from "./loss_curves.ts";
export * from "./marginal_curves.ts";
export * from "./model_comparison_plot.ts";
export * from "./of_cohort.ts";
export * from "./parallel_coordinates.ts";
export * from "./performance_profile_plot.ts";
export * from "./render.ts";
export * from "./sample_counts.ts";
export * from "./sample_runs.ts";
export * from "./search_range_bars.ts";
export * from "./search_range_map.ts";
export * from "./stopping_plot.ts";
export * from "./tunability_plot.ts";
export * from "./minimum_detectable_difference_plot.ts";
export { labelOf } from "./labels.ts";
export { COLORS, THEME } from "./theme.ts";
