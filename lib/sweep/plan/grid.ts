import { InputError } from "../../errors.ts";
import { MODELS } from "../../models/mod.ts";
import { defaultsOf, type ModelOptions } from "../../models/model.ts";
import { checkValue, kebabCase, SETTINGS, type Value } from "./settings.ts";

/** What a sweep varies: every combination is a run. */
export interface Axes {
  readonly models: readonly string[];
  readonly learningRates: readonly number[];
  readonly latentSizes: readonly number[];
  readonly optimizers: readonly string[];
  readonly seeds: readonly number[];
  /** Any other option of a model, the network or the training, by its name in camelCase. */
  readonly further?: Readonly<Record<string, readonly Value[]>>;
}

/** Everything that decides one run's result, beside its data and how it is computed. */
export interface RunConfiguration {
  readonly model: string;
  readonly learningRate: number;
  readonly latentSize: number;
  readonly optimizer: string;
  readonly seed: number;
  /** All options of the model. */
  readonly modelOptions: ModelOptions;
  /** All settings of the network and the training. */
  readonly settings: Readonly<Record<string, Value | null>>;
}

/**
 * The poster's grid: 4 models × 5 learning rates × 6 latent sizes × 3 optimizers = 360 runs.
 *
 * @example
 * ```ts
 * import { expandGrid, POSTER_GRID } from "./grid.ts";
 * if (expandGrid(POSTER_GRID).length !== 360) throw new Error("unexpected size");
 * ```
 */
export const POSTER_GRID: Axes = {
  models: ["vae", "iwae", "info-vae", "logcosh-vae"],
  learningRates: [0.1, 0.01, 1e-3, 1e-4, 1e-5],
  latentSizes: [10, 20, 30, 50, 100, 200],
  optimizers: ["adam", "sgd", "rmsprop"],
  seeds: [0],
};

/**
 * All runs of a grid. Those that share a compiled graph stand together: only learning rates differ from
 * one to the next.
 *
 * A further axis that only some models have varies those alone.
 *
 * @param axes What varies.
 * @param fixed Options that hold for all runs, by their names in camelCase.
 * @throws {InputError} If an axis is empty or repeats a value, or a name or value is not valid.
 *
 * @example A model without the option gets no copies of its runs
 * ```ts
 * import { expandGrid } from "./grid.ts";
 * const runs = expandGrid({
 *   models: ["vae", "iwae"], learningRates: [0.1], latentSizes: [10], optimizers: ["adam"], seeds: [0],
 *   further: { klWeight: [0.5, 1] },
 * });
 * if (runs.length !== 3) throw new Error("expected two of VAE, one of IWAE");
 * ```
 */
export function expandGrid(
  axes: Axes,
  fixed: Readonly<Record<string, Value | null>> = {},
): RunConfiguration[] {
  const { models, learningRates, latentSizes, optimizers, seeds, further = {} } = checkAxes(axes);
  for (const name of Object.keys(further)) requireUser(name, models, "--axis ");
  for (const name of Object.keys(fixed)) requireUser(name, models, "--");
  const runs: RunConfiguration[] = [];
  for (const seed of seeds) {
    for (const model of models) {
      for (const varied of combinations(further, model)) {
        const options = resolve(model, { ...fixed, ...varied });
        for (const latentSize of latentSizes) {
          for (const optimizer of optimizers) {
            for (const learningRate of learningRates) {
              runs.push({ model, learningRate, latentSize, optimizer, seed, ...options });
            }
          }
        }
      }
    }
  }
  return runs;
}

/** Fails on an option that no model of the sweep has. */
function requireUser(name: string, models: readonly string[], prefix: string): void {
  const has = (model: string) => Object.hasOwn(MODELS[model]!.options, name);
  if (Object.hasOwn(SETTINGS, name) || models.some(has)) return;
  throw new InputError(
    `${prefix}${kebabCase(name)}: none of the models ${models.join(", ")} has this option`,
  );
}

function checkAxes(axes: Axes): Axes {
  const check = <Item extends Value>(
    values: readonly Item[],
    option: string,
    name: string,
  ): Item[] => {
    if (!values.length) {
      throw new InputError(`${option}: got an empty list, takes one value or more`);
    }
    const checked = values.map((value) => checkValue(name, value, option) as Item);
    const twice = checked.find((value, i) => checked.indexOf(value) !== i);
    if (twice !== undefined) throw new InputError(`${option}: got ${twice} twice`);
    return checked;
  };
  for (const model of axes.models) {
    if (!Object.hasOwn(MODELS, model)) {
      throw new InputError(`--models: got "${model}", takes ${Object.keys(MODELS).join(", ")}`);
    }
  }
  if (!axes.models.length || new Set(axes.models).size < axes.models.length) {
    throw new InputError(`--models: got "${axes.models}", takes a list of different models`);
  }
  const further = Object.entries(axes.further ?? {}).map(([name, values]) => [
    name,
    check(values, `--axis ${kebabCase(name)}`, name),
  ]);
  return {
    models: axes.models,
    learningRates: check(axes.learningRates, "--learning-rates", "learningRate"),
    latentSizes: check(axes.latentSizes, "--latent-sizes", "latentSize"),
    optimizers: check(axes.optimizers, "--optimizers", "optimizer"),
    seeds: check(axes.seeds, "--seeds", "seed"),
    further: Object.fromEntries(further),
  };
}

/** Every combination of the further axes that a model has. */
function combinations(
  further: Readonly<Record<string, readonly Value[]>>,
  model: string,
): Record<string, Value>[] {
  const axes = Object.entries(further).filter(([name]) =>
    name in SETTINGS || name in MODELS[model]!.options
  );
  return axes.reduce<Record<string, Value>[]>(
    (rows, [name, values]) =>
      rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
}

/** Defaults filled in, shared by all runs that have them, so that a run's identity does not depend on how it was asked for. */
function resolve(
  model: string,
  options: Readonly<Record<string, Value | null>>,
): Pick<RunConfiguration, "modelOptions" | "settings"> {
  const defaults = defaultsOf(MODELS[model]!);
  const pick = <Item>(names: readonly string[], start: (name: string) => Item) =>
    Object.freeze(Object.fromEntries(names.map((name) => [name, options[name] ?? start(name)])));
  return {
    modelOptions: pick(Object.keys(defaults), (name) => defaults[name]!) as ModelOptions,
    settings: pick(Object.keys(SETTINGS), (name) => SETTINGS[name]!.default),
  };
}
