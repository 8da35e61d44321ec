import { mean } from "../../numbers/mean.ts";
import { sum } from "../../numbers/sum.ts";
import { lastEpochOf } from "../../options/mod.ts";
import { type DataSize, epochCost, togetherKey } from "../plan/cost.ts";
import type { RunJob } from "../plan/run_job.ts";
import type { RunOutcome } from "../store/outcomes.ts";

/**
 * Divides runs into tasks of about equal cost, so that they end together. Runs of one compiled graph stay
 * together where that is possible.
 *
 * @param count Tasks at most.
 * @param cost Of a run, in any unit.
 */
export function cutTasks(
  jobs: readonly RunJob[],
  count: number,
  cost: (job: RunJob) => number,
): RunJob[][] {
  if (jobs.length <= count) return jobs.map((job) => [job]);
  const groups = Map.groupBy(jobs, togetherKey);
  const ordered = [...groups.values()].flat(), costs = ordered.map(cost);
  const share = sum(costs) / count;
  const tasks: RunJob[][] = Array.from({ length: count }, () => []);
  let before = 0;
  ordered.forEach((job, i) => {
    const middle = (before + costs[i]! / 2) / share;
    tasks[Math.min(count - 1, Math.floor(middle))]!.push(job);
    before += costs[i]!;
  });
  return tasks.filter((task) => task.length);
}

/** Divides a list into chunks of a given size. */
export function pieces<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from(
    { length: Math.ceil(items.length / size) },
    (_, i) => items.slice(i * size, (i + 1) * size),
  );
}

/**
 * What runs are expected to cost: epochs as the finished runs of their model, optimizer and learning rate
 * took, each at the speed that was measured for their model; estimated where nothing was measured.
 */
export function expectedCost(
  done: readonly RunOutcome[],
  size: DataSize,
): (job: RunJob) => number {
  const trained = done.filter(({ epochs }) => epochs);
  const kind = (
    { configuration: { model, optimizer, learningRate } }: Pick<RunJob, "configuration">,
  ) => `${model} ${optimizer} ${learningRate}`;
  const epochs = means(trained, kind, (record) => record.epochs!);
  const speed = means(
    trained,
    ({ configuration }) => configuration.model,
    ({ seconds, epochs, configuration }) => seconds / (epochs! * epochCost(configuration, size)),
  );
  return (job) => {
    const { settings, model } = job.configuration;
    const expected = settings.fixedEpochs ?? epochs(kind(job)) ?? lastEpochOf(settings);
    return expected * epochCost(job.configuration, size) * (speed(model) ?? 1);
  };
}

/** Means by key; the mean of all for an unknown key, undefined where there is none at all. */
function means(
  records: readonly RunOutcome[],
  key: (record: RunOutcome) => string,
  value: (record: RunOutcome) => number,
): (key: string) => number | undefined {
  const known = new Map(
    [...Map.groupBy(records, key)].map(([name, group]) => [name, mean(group.map(value))]),
  );
  const overall = records.length ? mean(records.map(value)) : undefined;
  return (name) => known.get(name) ?? overall;
}
