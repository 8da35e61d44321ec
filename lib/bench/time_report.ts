import { type Axes, POSTER_GRID } from "../sweep/plan/grid.ts";
import { largeGrid } from "./_large_grid.ts";
import { inventSweep } from "./invent_sweep.ts";
import { program, task } from "./_task.ts";
import { temporaryFolder } from "./_temporary_folder.ts";
import { timedCommand } from "./timed_command.ts";

/** What a report takes, and what the tables of a very large sweep take. */
export interface ReportTime {
  /** Of `deno task report`, whole process, on the poster's grid with 5 seeds and 40 epochs each. */
  readonly runs: number;
  readonly seconds: number;
  /** Size of its page. */
  readonly megabytes: number;
  /** All tables of the analysis in a process of their own. */
  readonly tables: {
    readonly runs: number;
    readonly seconds: number;
    /** Highest resident set, everything included. */
    readonly peakGigabytes: number;
  };
}

/** The poster's grid with finer axes, a further one and 5 seeds: 102,000 runs. */
const LARGE = largeGrid([0, 1, 2, 3, 4], 17);

const SMALL: Axes = {
  ...POSTER_GRID,
  models: ["vae", "iwae"],
  latentSizes: [10, 50],
  seeds: [0, 1],
};

/**
 * Times the report and the analysis tables on simulated runs.
 *
 * @param options `quick`: on few runs. @default false
 * @throws {Error} If one of them fails.
 */
export async function timeReport(
  { quick = false }: { quick?: boolean } = {},
): Promise<ReportTime> {
  using folder = temporaryFolder(), large = temporaryFolder();
  const axes = quick ? SMALL : { ...POSTER_GRID, seeds: [0, 1, 2, 3, 4] };
  const runs = inventSweep(folder.path, axes);
  const { seconds } = await timedCommand(task("report", folder.path));
  const megabytes = Deno.statSync(`${folder.path}/report.html`).size / 1e6;
  const count = inventSweep(large.path, quick ? SMALL : LARGE, { journals: false });
  const { output } = await timedCommand(program("./_tables_process.ts", large.path));
  return { runs, seconds, megabytes, tables: { runs: count, ...JSON.parse(output) } };
}
