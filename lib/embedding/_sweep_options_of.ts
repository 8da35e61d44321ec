import { isRunOption, optimizerHas, snakeCase, type Value } from "../options/mod.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import type { SweepOptions } from "../sweep/plan/sweep_options.ts";
import { modelTable } from "../sweep/store/manifest.ts";
import { readOutcomes } from "../sweep/store/outcomes.ts";
import type { ResultRow } from "./choose_run.ts";

/** A sweep of one run of a folder alone. */
export function sweepOptionsOf(row: ResultRow, { folder, manifest }: ResultFolder): SweepOptions {
  const { axes, data, reading = {}, fixed, models = {}, engine, backend, threads } = manifest;
  const { device = "cpu", precision } = manifest;
  const own = modelTable(manifest)[row.model]?.options ?? {}, optimizer = String(row.optimizer);
  const has = (name: string) =>
    isRunOption(name) ? optimizerHas(optimizer, name) : Object.hasOwn(own, name);
  // A folder whose cap on epochs was raised has runs of before.
  const { records } = readOutcomes(`${folder}/runs`);
  const settings = records.find(({ run }) => run === row.run)?.configuration.settings ?? {};
  const further = Object.keys(axes.further ?? {}).filter((name) => name !== "genes")
    .map((name) => [name, row[snakeCase(name)]] as const).filter(([, value]) => value !== null);
  const varied = { ...fixed, ...Object.fromEntries(further), ...settings } as Record<string, Value>;
  return {
    ...{ data: data.name, ...reading, genes: Number(row.genes ?? data.genes) },
    ...Object.hasOwn(models, row.model) && { model: [models[row.model]!.file] },
    axes: {
      models: [row.model],
      learningRates: [Number(row.learning_rate)],
      latentSizes: [Number(row.latent_size)],
      optimizers: [optimizer],
      seeds: [Number(row.seed)],
      ...row.split_seed !== undefined && row.split_seed !== row.seed &&
        { splitSeeds: [Number(row.split_seed)] },
    },
    fixed: Object.fromEntries(Object.entries(varied).filter(([name]) => has(name))),
    ...{ engine, backend, device, ...device === "gpu" && { precision }, population: 1 },
    ...{ threads: Number(row.threads ?? threads ?? 1) },
  } as SweepOptions;
}
