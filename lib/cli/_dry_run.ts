import { describeData } from "../data/describe_data.ts";
import { forecastOf } from "../sweep/forecast_of.ts";
import { EXECUTORS, type SweepPlan } from "../sweep/sweep.ts";
import { sweepAxes } from "../sweep/store/axes.ts";
import { geneCounts } from "../sweep/store/manifest.ts";
import { GRID_LISTS, isDataAxis, kebabCase, optionWords } from "../options/mod.ts";
import { formatDuration } from "../format/duration.ts";

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
        : `${estimate(plan, workers)}; ${memory(plan)} for each of ${workers} ${unit}`,
    ],
    ["results", out],
  ].map(([name, value]) => `${name!.padEnd(15)} ${value}`);
}

function estimate(plan: SweepPlan, workers: number): string {
  const { pending, options: { threads, executor } } = plan, forecast = forecastOf(plan);
  const { usual, most } = forecast.of(pending.map(({ configuration }) => configuration));
  const { cores } = EXECUTORS[executor], { learned } = forecast;
  // What was learned is how fast workers are with the threads that they have.
  const parallel = learned ? Math.min(workers, pending.length) : Math.min(workers * threads, cores);
  const [from, to, last] = [...usual, most].map((seconds) => formatDuration(seconds / parallel));
  const [, unit] = /^\S+( \S+)$/.exec(to!) ?? [];
  const usually = from === to ? from : `${unit ? from!.replace(unit, "") : from} to ${to}`;
  const basis = learned ? "as the runs that are done" : "roughly, as early stopping ends most runs";
  return usually === last ? `${last} (${basis})` : `usually ${usually} (${basis}), at most ${last}`;
}

function memory({ pending, data }: SweepPlan): string {
  const largest = pending.reduce((most, { configuration: { settings } }) => {
    return Math.max(most, settings.hiddenSize);
  }, 0);
  const bytes = WORKER_BYTES + 4 * data.genes * (2 * largest * COPIES + data.trainRows * 1.5);
  return `${(bytes / 2 ** 30).toFixed(1)} GiB of memory`;
}
