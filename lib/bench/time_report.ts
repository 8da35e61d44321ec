import { type Axes, POSTER_GRID } from "../sweep/plan/grid.ts";
import { program } from "./_task.ts";
import { temporaryFolder } from "./_temporary_folder.ts";
import { timedCommand } from "./timed_command.ts";

/** What the report of a sweep takes, in a process of its own: all tables, all figures and the page. */
export interface ReportTime {
  readonly runs: number;
  /** Until the last table was written, and until the page was. */
  readonly tableSeconds: number;
  readonly seconds: number;
  /** Of the processors, in the program and in the system: on a machine that does other work the time that counts. */
  readonly processorSeconds: number;
  /** Processes that wait for a processor or use one, a minute's average, before it began: what else the machine did. */
  readonly load: number;
  /** Highest resident set, everything included. */
  readonly peakGigabytes: number;
  /** Size of the page. */
  readonly megabytes: number;
}

/** Seven seeds and both reductions of the poster's grid, with further axes: 40,320 and 100,800 runs of up to 60 epochs. */
const LARGE: Axes = {
  ...POSTER_GRID,
  seeds: [0, 1, 2, 3, 4, 5, 6],
  further: { reduction: ["sum", "mean"], batchSize: [16, 32, 64, 128], hiddenSize: [64, 128] },
};
const HUGE: Axes = {
  ...LARGE,
  further: { ...LARGE.further, hiddenSize: [32, 64, 128, 256, 512] },
};

/** 240 runs. */
const SMALL: Axes = {
  ...POSTER_GRID,
  models: ["vae", "iwae"],
  latentSizes: [10, 50],
  seeds: [0, 1],
  further: { reduction: ["sum", "mean"] },
};

/**
 * Times reports of simulated runs.
 *
 * @param options `quick`: of few runs. @default false
 * @throws {Error} If one of them fails.
 */
export async function timeReport(
  { quick = false }: { quick?: boolean } = {},
): Promise<ReportTime[]> {
  const times: ReportTime[] = [];
  for (const axes of quick ? [SMALL] : [LARGE, HUGE]) {
    using folder = temporaryFolder();
    // In processes of their own: what one holds is not the other's.
    await timedCommand(program("./_invent_process.ts", folder.path, JSON.stringify(axes)));
    const { output } = await timedCommand(program("./_report_process.ts", folder.path));
    times.push(JSON.parse(output));
  }
  return times;
}
