import { InputError } from "../errors.ts";
import { snakeCase } from "../options/mod.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { datasetKey } from "../sweep/plan/dataset_key.ts";
import type { TrainedModel } from "../training/trained_model.ts";
import type { ResultRow } from "./choose_run.ts";

/** What every run is told apart by, beside its model, its data and what else its sweep varies. */
const ALWAYS = ["learningRate", "latentSize", "optimizer", "seed"] as const;

/**
 * Checks that a file holds the network of the run after which it is called: a copy under another's name is a sound file.
 *
 * @throws {InputError} If it holds another's.
 */
export function requireNetworkOf(
  { content: { options, dataset } }: TrainedModel,
  row: ResultRow,
  { manifest: { axes, data } }: ResultFolder,
  path: string,
): void {
  const { modelOptions, ...others } = options, further = axes.further ?? {};
  const given: Record<string, unknown> = { ...modelOptions, ...others };
  for (const name of [...ALWAYS, ...Object.keys(further)]) {
    const expected = row[snakeCase(name)] ?? null;
    // A model without an option leaves its cell empty, and data have sizes of their own.
    if (expected === null || !Object.hasOwn(given, name) || given[name] === expected) continue;
    throw other(path, row, `its ${snakeCase(name)} is ${given[name]}, the run's is ${expected}`);
  }
  const key = datasetKey({
    ...{ seed: Number(row.seed), splitSeed: Number(row.split_seed ?? row.seed) },
    genes: further.genes && Number(row.genes),
  });
  const hash = data.hashes[key];
  if (hash !== undefined && hash !== dataset.hash) {
    throw other(path, row, "it was trained on other data, or another split of them");
  }
}

function other(path: string, { run }: ResultRow, how: string): InputError {
  return new InputError(
    `Cannot use ${path}: it is not the network of the run ${run} (${how}); remove it to have that trained once more`,
  );
}
