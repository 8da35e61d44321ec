/**
 * Trains a grid of configurations in processes of its own, keeps every run, and goes on where it stopped.
 *
 * @module
 */

export type { SweepObserver } from "./execute/observer.ts";
export { type Axes, POSTER_GRID, type RunConfiguration } from "./plan/grid.ts";
export { type SweepStatus, sweepStatus } from "./status.ts";
export { type Manifest, readManifest } from "./store/manifest.ts";
export type { RunRecord, RunStatus } from "./store/record.ts";
export { historyFrame, resultsFrame } from "./store/results.ts";
export {
  planSweep,
  runSweep,
  type SweepOptions,
  type SweepOutcome,
  type SweepPlan,
} from "./sweep.ts";
