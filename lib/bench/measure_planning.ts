import { type Axes, POSTER_GRID } from "../sweep/plan/grid.ts";
import { JournalWriter } from "../sweep/store/journal.ts";
import { planSweep, type SweepOptions } from "../sweep/sweep.ts";
import { largeGrid } from "./_large_grid.ts";
import { inventRun } from "./invent_run.ts";
import { median } from "../numbers/median.ts";
import { program } from "./_task.ts";
import { temporaryFolder } from "./_temporary_folder.ts";
import { timedCommand } from "./timed_command.ts";

/** What keeping a run takes, and finding out what of a large sweep is done. */
export interface PlanningTimes {
  /** Milliseconds in which a record is written and on the disk: the median, and what 95 % stay below. */
  readonly append: { readonly records: number; readonly median: number; readonly most: number };
  readonly runs: number;
  /** Reading all journals and planning what is left, in a process of its own. */
  readonly seconds: number;
  /** Highest resident set of that process, everything included. */
  readonly peakGigabytes: number;
}

/** 102,000 runs. */
const LARGE = largeGrid([0], 85);
const SMALL: Axes = { ...POSTER_GRID, models: ["vae"] };

const EPOCHS = 40;

/**
 * Times how long a record takes to be kept, and how long a sweep with very many finished runs takes to be opened
 * and planned.
 *
 * @param options `quick`: with few runs. @default false
 * @throws {Error} If not every run is found to be done.
 */
export async function measurePlanning(
  { quick = false }: { quick?: boolean } = {},
): Promise<PlanningTimes> {
  using out = temporaryFolder();
  const options: SweepOptions = {
    data: "synthetic-120x60",
    out: out.path,
    axes: quick ? SMALL : LARGE,
  };
  const { jobs } = await planSweep(options), times: number[] = [];
  {
    using journal = new JournalWriter(`${out.path}/runs`);
    jobs.forEach(({ run, configuration }, i) => {
      const record = { ...inventRun(configuration, i, EPOCHS), run }, began = performance.now();
      journal.append(record);
      times.push(performance.now() - began);
    });
  }
  const { output } = await timedCommand(program("./_plan_process.ts", JSON.stringify(options)));
  const { done, left, seconds, peakGigabytes } = JSON.parse(output);
  if (done !== jobs.length || left !== 0) {
    throw new Error(`Cannot time planning: of ${jobs.length} finished runs it found ${done}`);
  }
  const most = times.toSorted((a, b) => a - b)[Math.floor(0.95 * times.length)]!;
  return {
    append: { records: times.length, median: median(times), most },
    ...{ runs: jobs.length, seconds, peakGigabytes },
  };
}
