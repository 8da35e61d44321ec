import { formatGibibytes } from "../format/gibibytes.ts";
import { describeData } from "../data/describe_data.ts";
import { filledWorkers } from "../sweep/plan/filled_workers.ts";
import { memoryForecast } from "../sweep/plan/memory.ts";
import { forecastOf } from "../sweep/forecast_of.ts";
import { EXECUTORS, type SweepPlan } from "../sweep/sweep.ts";
import { sweepAxes } from "../sweep/store/axes.ts";
import { geneCounts } from "../sweep/store/manifest.ts";
import { GRID_LISTS, isDataAxis, kebabCase, optionWords } from "../options/mod.ts";
import { formatDuration } from "../format/duration.ts";
import { plural } from "../format/plural.ts";

/** Describes what a sweep will do: its grid, what is left and an estimate. */
export function describePlan(plan: SweepPlan): string[] {
  const { axes, jobs, pending, options, out } = plan;
  const { engine, backend, threads, population, executor } = options, kind = EXECUTORS[executor];
  const { workers = kind.workers } = options;
  const slots = population === 1 ? "" : ` × ${population} slots`;
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
    [
      "engine",
      `${engine} on ${backend}, ${plural(workers, kind.unit)} × ${
        plural(threads, "thread")
      }${slots}`,
    ],
    ...describeCards(plan),
    [
      "estimate",
      pending.length === 0
        ? "nothing is left to run"
        : `${estimate(plan, workers)}; ${memory(plan, workers)}`,
    ],
    ["results", out],
  ].map(([name, value]) => `${name!.padEnd(15)} ${value}`);
}

/** Which cards, how many runs are trained at once on each, and what that takes of its memory; nothing on a processor. */
function describeCards(
  { cards, cardMemory, options: { device, precision, population, workers } }: SweepPlan,
): (readonly [string, string])[] {
  if (device !== "gpu") return [];
  if (cards === null || cardMemory === null) return [["cards", `one of each task's, ${precision}`]];
  const sharing = Math.ceil((workers ?? cards.length) / cards.length);
  const taken = formatGibibytes(sharing * (cardMemory.other + population * cardMemory.slot));
  const slots = population === 1 ? "a run" : `${population} slots`;
  const take = sharing > 1
    ? `${sharing} workers of ${slots} take`
    : `${slots} take${population === 1 ? "s" : ""}`;
  return cards.map(({ id, name, freeBytes }) =>
    [
      `card ${id}`,
      `${name}: ${take} ${taken} of ${formatGibibytes(freeBytes)} free, ${precision}`,
    ] as const
  );
}

/** Seconds beside all runs: starting workers, compiling, and tables and figure at the end. */
const BESIDE_RUNS = 5;

function estimate(plan: SweepPlan, all: number): string {
  const { pending, cards, options: { threads, population, executor } } = plan;
  const forecast = forecastOf(plan), filled = filledWorkers(pending, population);
  const workers = population === 1 ? all : Math.min(all, filled);
  const { usual, most } = forecast.of(pending.map(({ configuration }) => configuration));
  const { cores } = EXECUTORS[executor], { learned } = forecast;
  // What was learned is how fast workers are with the threads, or the part of a card, that they have.
  const first = cards === null ? Math.min(workers * threads, cores) : cards.length;
  const parallel = learned ? Math.min(workers, filled) : first;
  const [from, to, last] = [...usual, most].map((seconds) =>
    formatDuration(BESIDE_RUNS + seconds / parallel)
  );
  const [, unit] = /^\S+( \S+)$/.exec(to!) ?? [];
  const usually = from === to ? from : `${unit ? from!.replace(unit, "") : from} to ${to}`;
  if (usually === last) {
    return `${last} (${learned ? "as fast as the runs that are done" : "roughly"})`;
  }
  const basis = learned ? "as the runs that are done" : "roughly, as early stopping ends most runs";
  return `usually ${usually} (${basis}), at most about ${last}`;
}

/** What all processes take, and of that each worker or task. */
function memory(plan: SweepPlan, workers: number): string {
  const { pending, data, understood: { split }, options: { executor, device, population } } = plan;
  const { train, validation, test } = split ?? { train: data.trainRows, validation: 0, test: 0 };
  const { coordinator, worker, references, shared } = memoryForecast(
    pending.map(({ configuration }) => configuration),
    {
      genes: data.genes,
      samples: train + validation + test,
      population: device === "cpu" ? population : 1,
    },
  );
  const filled = filledWorkers(pending, population);
  const { unit } = EXECUTORS[executor], beside = coordinator + references;
  const gibibytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
  // Tasks of a cluster are on other machines: each has the library to itself.
  return unit === "worker"
    ? `${gibibytes(beside + shared + Math.min(workers, filled) * worker)} GiB of memory, ` +
      `${gibibytes(worker)} of them for each of ${workers} workers`
    : `${gibibytes(worker + shared)} GiB of memory for each of ${workers} tasks, ` +
      `${gibibytes(beside + shared)} here`;
}
