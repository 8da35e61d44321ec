import { MODELS } from "../models/mod.ts";
import type { Options } from "../models/option.ts";
import { DATA_AXES } from "./data_options.ts";
import type { OptionRow } from "./row.ts";
import { RUN_OPTIONS, type RunOption } from "./run_options.ts";
import { GRID_OPTIONS } from "./study_options.ts";

/** What has to be known about a sweep's models: the rows of their options. */
export type ModelTable = Readonly<
  Record<string, {
    readonly options: Options;
    /** Of its file, for a model that is not one of the registered ones. */
    readonly hash?: string;
  }>
>;

/**
 * The rows under which an option of a run is known: one of the grid's, the training's or the data's, or that of
 * each model that has it.
 *
 * @param name In camelCase.
 * @param models @default the registered ones
 */
export function rowsOf(name: string, models: ModelTable = MODELS): readonly OptionRow[] {
  for (
    const known of [RUN_OPTIONS, GRID_OPTIONS, DATA_AXES] as Readonly<Record<string, OptionRow>>[]
  ) {
    if (Object.hasOwn(known, name)) return [known[name]!];
  }
  return Object.values(models).flatMap(({ options }) =>
    Object.hasOwn(options, name) ? [options[name]!] : []
  );
}

/** Whether runs with an optimizer have an option: a few options of runs belong to some optimizers alone. */
export function optimizerHas(optimizer: string, name: string): boolean {
  const { optimizers }: Partial<RunOption> = isRunOption(name) ? RUN_OPTIONS[name] : {};
  return optimizers === undefined || optimizers.some((one) => one === optimizer);
}

/** Whether an option belongs to every run, whatever its model. */
export function isRunOption(name: string): name is keyof typeof RUN_OPTIONS {
  return Object.hasOwn(RUN_OPTIONS, name);
}

/** Whether an option of the data may be an axis. */
export function isDataAxis(name: string): name is keyof typeof DATA_AXES {
  return Object.hasOwn(DATA_AXES, name);
}

/**
 * Options of models, each with the models that have it.
 *
 * @param models @default the registered ones
 */
export function modelOptions(
  models: ModelTable = MODELS,
): ReadonlyMap<string, readonly { readonly model: string; readonly row: Options[string] }[]> {
  const all = Object.entries(models).flatMap(([model, { options }]) =>
    Object.entries(options).map(([name, row]) => ({ name, model, row }))
  );
  return Map.groupBy(all, ({ name }) => name);
}

/**
 * Names of all options that may be further axes or one value for all runs.
 *
 * @param models @default the registered ones
 */
export function furtherNames(models: ModelTable = MODELS): string[] {
  return [...new Set([...Object.keys(RUN_OPTIONS), ...modelOptions(models).keys()])];
}
