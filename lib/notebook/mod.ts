/**
 * What a notebook's cells use: `show`, live trainings and sweeps, and the tables and points that figures
 * are drawn from. All of it works in a script too, where it prints.
 *
 * @module
 */

export * from "./cohort_summary.ts";
export * from "./curves_of.ts";
export * from "./embed_samples.ts";
export * from "./gene_variability.ts";
export * from "./latent_points.ts";
export * from "./leakage.ts";
export * from "./library_sizes.ts";
export * from "./load_cohort.ts";
export * from "./new_among_old.ts";
export * from "./open_results.ts";
export * from "./prepare_once.ts";
export * from "./reconstruction_pairs.ts";
export * from "./rows_of.ts";
export * from "./show.ts";
export * from "./source_of.ts";
export * from "./sweep_live.ts";
export { type LiveTraining, trainedBy, trainLive, type TrainLiveOptions } from "./train_live.ts";
export * from "./training_table.ts";
export * from "./try_values.ts";
export * from "./unscaled.ts";
