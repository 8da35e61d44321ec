import type { DataTimes } from "./measure_data.ts";
import type { EndingMeasure } from "./measure_ending.ts";
import type { ExecutorTimes } from "./measure_executor.ts";
import type { EstimateMeasure } from "./measure_estimates.ts";
import type { FullSizeMeasure } from "./measure_full_size.ts";
import type { PlanningTimes } from "./measure_planning.ts";
import type { WorkersMeasure } from "./measure_workers.ts";
import type { PeerTimes } from "./peers.ts";
import type { PopulationRow } from "./population_rows.ts";
import type { StartTimes } from "./start.ts";
import type { StepTimes } from "./steps.ts";
import type { ReportTime } from "./time_report.ts";
import type { SweepTime } from "./time_sweep.ts";

/** The parts of a benchmark, in the order in which they run. */
export const PARTS = [
  "steps",
  "start",
  "memory",
  "growth",
  "data",
  "peers",
  "population",
  "report",
  "runs",
  "estimates",
  "sweep",
  "fullsize",
] as const;

/** One of {@linkcode PARTS}. */
export type Part = typeof PARTS[number];

/** Everything that a benchmark measured: bench.json. Parts that did not run are absent. */
export interface BenchReport {
  readonly startedAt: string;
  /** Small versions of everything: the figures say nothing. */
  readonly quick: boolean;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly versions: Readonly<Record<string, string | null>>;
  readonly steps?: readonly StepTimes[];
  readonly start?: readonly StartTimes[];
  readonly memory?: readonly WorkersMeasure[];
  readonly growth?: readonly WorkersMeasure[];
  /** The full size first, then cohorts of growing size. */
  readonly data?: readonly DataTimes[];
  readonly peers?: PeerTimes;
  readonly population?: readonly PopulationRow[];
  readonly report?: readonly ReportTime[];
  readonly runs?: {
    readonly planning: PlanningTimes;
    readonly ending: EndingMeasure;
    readonly executor: ExecutorTimes;
  };
  readonly sweep?: SweepTime;
  readonly estimates?: readonly EstimateMeasure[];
  readonly fullsize?: FullSizeMeasure;
  /** Parts that were asked for and left out, and why. */
  readonly skipped: readonly string[];
}
