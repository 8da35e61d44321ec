/**
 * Trains a grid of configurations in separate processes, keeps every run, and resumes where it stopped.
 *
 * @module
 */

export type { Value } from "../options/mod.ts";
export type { ExecutorControl } from "./execute/executor.ts";
export type { SweepObserver } from "./execute/observer.ts";
export { openResultFolder, type ResultFolder } from "./open_result_folder.ts";
export { type Axes, POSTER_GRID, type RunConfiguration } from "./plan/grid.ts";
export { loadOwnModels, type OwnModel } from "./plan/own_models.ts";
export type { RunJob } from "./plan/run_job.ts";
export type { SlurmSettings } from "./plan/slurm_settings.ts";
export { type SweepStatus, sweepStatus } from "./status.ts";
export { sweepAxes, type SweepAxis } from "./store/axes.ts";
export type { Failure } from "./store/failure.ts";
export { type Manifest, readManifest } from "./store/manifest.ts";
export type { RunOutcome } from "./store/outcomes.ts";
export type { History, LatentSummary, RunRecord } from "./store/record.ts";
export { RUN_STATUSES, type RunStatus } from "./store/run_status.ts";
export { historyFrame, resultsFrame } from "./store/results.ts";
export {
  planSweep,
  runSweep,
  type SweepOptions,
  type SweepOutcome,
  type SweepPlan,
} from "./sweep.ts";
