/**
 * Every option of a sweep and its runs, one row each: flags, `--help`, configuration files, checks, run identity, result
 * columns, axes and their labels, defaults and docs/options.md derive from these tables. A model brings its own rows.
 *
 * @module
 */

export * from "./check_options.ts";
export * from "./data_options.ts";
export * from "./epochs_problem.ts";
export * from "./execution_options.ts";
export * from "./graph_options.ts";
export * from "./known_options.ts";
export * from "./names_list.ts";
export * from "./row.ts";
export * from "./run_options.ts";
export * from "./spelling.ts";
export * from "./study_options.ts";
