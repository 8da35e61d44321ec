import { type PreparedOnce, prepareOnce, type PrepareOnceOptions } from "../data/prepare_once.ts";
import { DATA_OPTIONS, type Said } from "../options/mod.ts";
import { datasetKey } from "./plan/dataset_key.ts";
import type { RunConfiguration } from "./plan/grid.ts";
import type { SweepOptions } from "./plan/sweep_options.ts";
import type { Manifest } from "./store/manifest.ts";

/** What a plan has to know of a dataset: its numbers stay in its file. */
export interface Prepared extends Pick<PreparedOnce, "path"> {
  readonly name: string;
  readonly hash: string;
  readonly genes: number;
  readonly trainRows: number;
  readonly understood: NonNullable<Manifest["understood"]>;
}

/** Prepares each dataset that some run is trained on, by its key. */
export async function prepareDatasets(
  options: SweepOptions,
  configurations: readonly RunConfiguration[],
  onProgress: PrepareOnceOptions["onProgress"],
): Promise<ReadonlyMap<string, Prepared>> {
  const { cache, dataFolder, maxMemory } = options, { data, ...reading } = dataOptions(options);
  const prepared = new Map<string, Prepared>();
  for (const configuration of configurations) {
    const key = datasetKey(configuration), { genes: own } = configuration;
    const { splitSeed: seed = configuration.seed } = configuration;
    if (prepared.has(key)) continue;
    const { dataset, path } = await prepareOnce(data ?? DATA_OPTIONS.data.default, {
      ...reading,
      ...{ seed, cache, dataFolder, maxMemory, onProgress },
      ...own !== undefined && { genes: own },
    });
    const { name, hash, genes, train, summary, report } = dataset;
    prepared.set(key, {
      ...{ name, hash, path, genes: genes.length, trainRows: train.rows },
      understood: { ...summary, notices: report },
    });
  }
  return prepared;
}

/** What was said of where the data come from and how they are read. */
export function dataOptions(options: SweepOptions): Said<typeof DATA_OPTIONS> {
  const names = Object.keys(DATA_OPTIONS) as (keyof typeof DATA_OPTIONS)[];
  return Object.fromEntries(
    names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  );
}

/** Genes of the largest dataset. */
export function genesOf(prepared: ReadonlyMap<string, Prepared>): number {
  return Math.max(...prepared.values().map(({ genes }) => genes));
}

/** Samples of all splits. */
export function samplesOf({ trainRows, understood: { split } }: Prepared): number {
  const { train, validation, test } = split ?? { train: trainRows, validation: 0, test: 0 };
  return train + validation + test;
}
