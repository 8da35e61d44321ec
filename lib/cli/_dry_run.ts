import { describeData } from "../data/describe_data.ts";
import { epochCost } from "../sweep/plan/cost.ts";
import { EXECUTORS, type SweepPlan } from "../sweep/sweep.ts";
import { sweepAxes } from "../sweep/store/axes.ts";
import { geneCounts } from "../sweep/store/manifest.ts";
import { GRID_LISTS, isDataAxis, kebabCase, lastEpochOf, optionWords } from "../options/mod.ts";
import { formatDuration } from "../format/duration.ts";

/** Floating point operations per second of one thread, to estimate with before anything has run. */
const THREAD_SPEED = 40e9;

/** Bytes of a worker before it holds a network: mostly TensorFlow's library. */
const WORKER_BYTES = 0.5 * 2 ** 30;

/** Copies of a network's parameters that a graph holds at most: weights, two averages, the best, gradients. */
const COPIES = 5;

/** Describes what a sweep will do: its grid, what is left and an estimate. */
export function describePlan(plan: SweepPlan): string[] {
  const { axes, jobs, pending, options, out } = plan;
  const { engine, backend, threads, executor } = options, kind = EXECUTORS[executor];
  const { workers = kind.workers } = options, unit = `${kind.unit}s`;
  const further = sweepAxes(plan).filter(({ role, name }) =>
    role === "further" && !isDataAxis(name)
  );
  const lines = [
    ...GRID_LISTS.flatMap((list) =>
      axes[list] ? [[optionWords(list), axes[list].join(", ")] as const] : []
    ),
    ...further.map(({ name, levels, models }) => {
      const only = models ? ` (${models.join(", ")} only)` : "";
      return [kebabCase(name), `${levels.join(", ")}${only}`] as const;
    }),
  ];
  const understood = describeData(plan.understood, plan.understood.notices).lines;
  return [
    ...understood.map(({ what, text }) => [what, text]),
    ["genes", `${geneCounts(plan).join(", ")} most variable ones`],
    ...lines,
    ["runs", `${jobs.length}, ${jobs.length - pending.length} of them done before`],
    ["engine", `${engine} on ${backend}, ${workers} ${unit} × ${threads} threads`],
    [
      "estimate",
      pending.length === 0
        ? "nothing is left to run"
        : `${estimate(plan, Math.min(workers * threads, kind.cores))} for each of ${workers} ` +
          `${unit}`,
    ],
    ["results", out],
  ].map(([name, value]) => `${name!.padEnd(15)} ${value}`);
}

function estimate(
  { pending, done, jobs, data }: SweepPlan,
  threads: number,
): string {
  const byRun = new Map(jobs.map((job) => [job.run, job]));
  let seconds = 0, cost = 0;
  for (const record of done) {
    seconds += record.seconds;
    cost += (record.epochs ?? 0) * epochCost(byRun.get(record.run)!.configuration, data);
  }
  const speed = cost > 0 ? cost / seconds : THREAD_SPEED;
  const most = pending.reduce((sum, { configuration }) => {
    return sum + lastEpochOf(configuration.settings) * epochCost(configuration, data);
  }, 0);
  const largest = pending.reduce((most, { configuration: { settings } }) => {
    return Math.max(most, settings.hiddenSize);
  }, 0);
  const bytes = WORKER_BYTES + 4 * data.genes * (2 * largest * COPIES + data.trainRows * 1.5);
  const basis = cost > 0 ? "as fast as the runs that are done" : "roughly";
  return `at most ${formatDuration(most / speed / threads)} (${basis}, every run to its last ` +
    `epoch); ${(bytes / 2 ** 30).toFixed(1)} GiB of memory`;
}
