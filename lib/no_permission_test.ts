/**
 * The tests that need no permission, gathered so that `deno test` and `deno test lib` run them: they check what is
 * computed. The others read, write and start processes; `deno task test` runs all.
 *
 * @module
 */
import "../tests/analysis/axis_test.ts";
import "../tests/analysis/replay_test.ts";
import "../tests/analysis/summary_test.ts";
import "../tests/bench/bench_dataset_test.ts";
import "../tests/bench/command_test.ts";
import "../tests/bench/data_targets_test.ts";
import "../tests/bench/format_report_test.ts";
import "../tests/bench/interleave_test.ts";
import "../tests/bench/paired_ratio_test.ts";
import "../tests/bench/targets_test.ts";
import "../tests/data/choose_genes_test.ts";
import "../tests/data/gene_statistics_test.ts";
import "../tests/data/match_samples_test.ts";
import "../tests/data/notices_test.ts";
import "../tests/data/prepare_test.ts";
import "../tests/data/split_test.ts";
import "../tests/data/synthetic_test.ts";
import "../tests/format/learning_rate_test.ts";
import "../tests/format/duration_test.ts";
import "../tests/format/table_test.ts";
import "../tests/format/text_test.ts";
import "../tests/models/gaussian_test.ts";
import "../tests/models/info_vae_test.ts";
import "../tests/models/iwae_test.ts";
import "../tests/models/logcosh_vae_test.ts";
import "../tests/models/mod_test.ts";
import "../tests/models/multilayer_perceptron_test.ts";
import "../tests/notebook/parameters_test.ts";
import "../tests/notebook/principal_coordinates_test.ts";
import "../tests/numbers/_distributions_test.ts";
import "../tests/numbers/balanced_accuracy_test.ts";
import "../tests/numbers/detectable_difference_test.ts";
import "../tests/numbers/expected_best_test.ts";
import "../tests/numbers/friedman_test.ts";
import "../tests/numbers/held_out_scores_test.ts";
import "../tests/numbers/largest_complete_grid_test.ts";
import "../tests/numbers/latent_health_test.ts";
import "../tests/numbers/logistic_regression_test.ts";
import "../tests/numbers/means_test.ts";
import "../tests/numbers/median_test.ts";
import "../tests/numbers/neighbour_shares_test.ts";
import "../tests/numbers/pca_test.ts";
import "../tests/numbers/performance_profile_test.ts";
import "../tests/numbers/quantile_test.ts";
import "../tests/numbers/rank_correlation_test.ts";
import "../tests/numbers/seed_jackknife_test.ts";
import "../tests/numbers/slope_test.ts";
import "../tests/numbers/stratified_folds_test.ts";
import "../tests/numbers/student_interval_test.ts";
import "../tests/numbers/sub_table_test.ts";
import "../tests/numbers/truncated_svd_test.ts";
import "../tests/numbers/wilson_interval_test.ts";
import "../tests/options/check_options_test.ts";
import "../tests/options/known_options_test.ts";
import "../tests/options/row_test.ts";
import "../tests/options/spelling_test.ts";
import "../tests/plots/bubble_scales_test.ts";
import "../tests/plots/labels_test.ts";
import "../tests/sweep/execute/measure_run_test.ts";
import "../tests/sweep/execute/queue_test.ts";
import "../tests/sweep/plan/grid_test.ts";
import "../tests/sweep/plan/identity_test.ts";
import "../tests/sweep/progress_test.ts";
import "../tests/sweep/store/axes_test.ts";
import "../tests/training/early_stopping_test.ts";
import "../tests/training/engine_test.ts";

Deno.test({
  name:
    "the tests that need permissions: `deno test -A tests` runs them, `deno task test` sets up first",
  ignore: true,
  fn() {},
});
