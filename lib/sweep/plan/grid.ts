import { MODELS } from "../../models/mod.ts";
import { defaultsOf as modelDefaults, type ModelOptions } from "../../models/model.ts";
import {
  defaultsOf,
  isDataAxis,
  isRunOption,
  type ModelTable,
  optimizerHas,
  RUN_OPTIONS,
  type RunOptionValues,
  STUDY_OPTIONS,
  type Value,
} from "../../options/mod.ts";
import type { Axes, Fixed } from "./axes.ts";
import { checkAxes } from "./check_axes.ts";

export type { Axes, Fixed } from "./axes.ts";

/** Everything that decides one run's result, besides its data and how it is computed. */
export interface RunConfiguration {
  readonly model: string;
  /** Hash of the model's own file, where it is not one of the registered ones. */
  readonly modelHash?: string;
  readonly learningRate: number;
  readonly latentSize: number;
  readonly optimizer: string;
  /** Decides weights, the order of batches and noise, and the split unless `splitSeed` does. */
  readonly seed: number;
  /** Of the split, where the sweep crosses split seeds with seeds. */
  readonly splitSeed?: number;
  /** Of the run's data, where the sweep varies their number. */
  readonly genes?: number;
  /** All options of the model. */
  readonly modelOptions: ModelOptions;
  /** All options of the network and the training. */
  readonly settings: RunOptionValues;
}

/** The poster's grid: 4 models × 5 learning rates × 6 latent sizes × 3 optimizers = 360 runs. */
export const POSTER_GRID: Axes = {
  models: STUDY_OPTIONS.model.grid,
  learningRates: STUDY_OPTIONS.learningRate.grid,
  latentSizes: STUDY_OPTIONS.latentSize.grid,
  optimizers: STUDY_OPTIONS.optimizer.grid,
  seeds: STUDY_OPTIONS.seed.grid,
};

/**
 * A grid with its missing axes filled in: the sweep's own models, and otherwise the poster's axes.
 *
 * @param said Axes that were said. @default {}
 * @param own Models that are not registered, by name. @default {}
 */
export function wholeGrid(
  said: Partial<Axes> = {},
  own: Readonly<Record<string, unknown>> = {},
): Axes {
  const names = Object.keys(own);
  return { ...POSTER_GRID, ...names.length > 0 ? { models: names } : {}, ...said };
}

/**
 * All runs of a grid. Those that share a compiled graph stand together: only learning rates differ from
 * one to the next.
 *
 * A further axis that only some models or optimizers have varies only those.
 *
 * @param models The models that the axes may name. @default the registered ones
 * @throws {InputError} If an axis is empty or repeats a value, or a name or value is not valid.
 */
export function expandGrid(
  axes: Axes,
  fixed: Fixed = {},
  models: ModelTable = MODELS,
): RunConfiguration[] {
  const checked = checkAxes(axes, fixed, models), { further = {} } = checked.axes;
  const { learningRates, latentSizes, optimizers, seeds } = checked.axes;
  const runs: RunConfiguration[] = [];
  const { genes, ...others } = further;
  const sizes = (genes as number[] | undefined)?.map((genes) => ({ genes })) ?? [{}];
  const [shared, own] = [true, false].map((everyOptimizer) =>
    Object.fromEntries(
      Object.entries(others).filter(([name]) =>
        optimizers.every((one) => optimizerHas(one, name)) === everyOptimizer
      ),
    )
  ) as [typeof further, typeof further];
  const splits = checked.axes.splitSeeds?.map((splitSeed) => ({ splitSeed })) ?? [{}];
  const draws = sizes.flatMap((size) =>
    splits.flatMap((split) => seeds.map((seed) => ({ seed, ...split, ...size })))
  );
  for (const draw of draws) {
    for (const model of axes.models) {
      const { hash: modelHash } = models[model]!;
      for (const varied of combinations(shared, models[model]!)) {
        const variants = optimizers.flatMap((optimizer) =>
          combinations(ofOptimizer(own, optimizer), models[model]!).map((more) => {
            const said = ofOptimizer({ ...checked.fixed, ...varied, ...more }, optimizer);
            return { optimizer, ...resolve(models[model]!, said) };
          })
        );
        for (const latentSize of latentSizes) {
          for (const { optimizer, ...options } of variants) {
            for (const learningRate of learningRates) {
              const run = { model, learningRate, latentSize, optimizer, ...draw, ...options };
              runs.push(modelHash === undefined ? run : { ...run, modelHash });
            }
          }
        }
      }
    }
  }
  return runs;
}

/** Options without those that an optimizer does not have. */
function ofOptimizer<Item>(
  options: Readonly<Record<string, Item>>,
  optimizer: string,
): Readonly<Record<string, Item>> {
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => optimizerHas(optimizer, name)),
  );
}

/** Every combination of the further axes that a model has. */
function combinations(
  further: Readonly<Record<string, readonly Value[]>>,
  { options }: ModelTable[string],
): Record<string, Value>[] {
  const axes = Object.entries(further).filter(([name]) =>
    isRunOption(name) || Object.hasOwn(options, name)
  );
  return axes.reduce<Record<string, Value>[]>(
    (rows, [name, values]) =>
      rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
}

/** Defaults filled in, shared by all runs that have them, so that a run's identity does not depend on how it was asked for. */
function resolve(
  model: ModelTable[string],
  said: Fixed,
): Pick<RunConfiguration, "modelOptions" | "settings"> {
  const fill = <Values extends object>(defaults: Values): Values => {
    const entries = Object.entries(defaults).map(([name, value]) => [name, said[name] ?? value]);
    return Object.freeze(Object.fromEntries(entries));
  };
  return {
    modelOptions: fill(modelDefaults(model)),
    settings: fill(defaultsOf(RUN_OPTIONS)),
  };
}

/**
 * The value of an option in a run; null where its model or optimizer has no such option, or it has none. Runs of before
 * there was the option have its default.
 *
 * @param name In camelCase.
 */
export function optionValue(run: RunConfiguration, name: string): Value | null {
  if (isDataAxis(name)) return run[name] ?? null;
  const { modelOptions, settings, optimizer } = run;
  if (!isRunOption(name)) return modelOptions[name] ?? null;
  return optimizerHas(optimizer, name) ? settings[name] ?? RUN_OPTIONS[name].default : null;
}
