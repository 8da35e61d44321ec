import { InputError } from "../../errors.ts";
import { MODELS } from "../../models/mod.ts";
import {
  checkValue,
  GRID_OPTIONS,
  isDataAxis,
  kebabCase,
  type ModelTable,
  optimizerHas,
  rowsOf,
  type Value,
} from "../../options/mod.ts";
import type { Axes, Fixed } from "./axes.ts";

/**
 * What a sweep varies and what holds for all its runs, as numbers and words.
 *
 * @throws {InputError} If an axis is empty or repeats a value, an option is unknown to all models or given twice, no
 * optimizer has it, or it does not take its value.
 */
export function checkAxes(
  axes: Axes,
  fixed: Fixed = {},
  models: ModelTable = MODELS,
): { readonly axes: Axes; readonly fixed: Fixed } {
  checkModels(axes.models, models);
  const used = Object.fromEntries(axes.models.map((name) => [name, models[name]!]));
  const value = (name: string, given: unknown, said: string) => {
    const has = rowsOf(name, used).length > 0;
    const checked = checkValue(name, given, { said, models: has ? used : models });
    if (!has) {
      throw new InputError(`${said}: none of the models ${axes.models.join(", ")} has this option`);
    }
    // At its default an option says nothing, as in a sweep.json, which has them all.
    if (checked !== rowsOf(name)[0]?.default) requireOptimizer(name, said, axes.optimizers);
    return checked;
  };
  const check = <Item extends Value>(values: readonly Item[], said: string, name: string) => {
    if (!Array.isArray(values)) {
      throw new InputError(`${said}: got ${JSON.stringify(values)}, takes a list`);
    }
    if (!values.length) {
      throw new InputError(`${said}: got an empty list, takes one value or more`);
    }
    const checked = values.map((one) => value(name, one, said) as Item);
    const twice = checked.find((value, i) => checked.indexOf(value) !== i);
    if (twice !== undefined) throw new InputError(`${said}: got ${twice} twice`);
    return checked;
  };
  const further = Object.entries(axes.further ?? {}).map(([name, values]) => {
    const said = `--axis ${kebabCase(name)}`;
    refuseStudied(name);
    const checked = check(values, said, name);
    if ((fixed[name] ?? null) !== null) {
      const option = kebabCase(name);
      throw new InputError(`${said}: --${option} is given too; leave one of them out`);
    }
    return [name, checked];
  });
  const said = Object.entries(fixed).filter(([, value]) => value !== null && value !== undefined);
  const studied = <Item extends Value>(name: keyof typeof GRID_OPTIONS, values: readonly Item[]) =>
    check(values, `--${kebabCase(GRID_OPTIONS[name].list)}`, name);
  const { splitSeeds } = axes;
  return {
    axes: {
      models: axes.models,
      learningRates: studied("learningRate", axes.learningRates),
      latentSizes: studied("latentSize", axes.latentSizes),
      optimizers: studied("optimizer", axes.optimizers),
      seeds: studied("seed", axes.seeds),
      ...(splitSeeds ? { splitSeeds: studied("splitSeed", splitSeeds) } : {}),
      further: Object.fromEntries(further),
    },
    fixed: Object.fromEntries(said.map(([name, given]) => {
      refuseStudied(name);
      refuseData(name);
      return [name, value(name, given, `--${kebabCase(name)}`)];
    })),
  };
}

function requireOptimizer(name: string, said: string, optimizers: unknown): void {
  if (!Array.isArray(optimizers) || optimizers.some((one) => optimizerHas(one, name))) return;
  throw new InputError(`${said}: none of the optimizers ${optimizers.join(", ")} has this option`);
}

function checkModels(names: readonly string[], models: ModelTable): void {
  if (!Array.isArray(names)) {
    throw new InputError(`--models: got ${JSON.stringify(names)}, takes a list`);
  }
  const unknown = names.find((name) => !Object.hasOwn(models, name));
  if (unknown !== undefined) {
    throw new InputError(`--models: got "${unknown}", takes ${Object.keys(models).join(", ")}`);
  }
  if (!names.length || new Set(names).size < names.length) {
    throw new InputError(`--models: got "${names}", takes a list of different models`);
  }
}

/** What the data are is said where they are: runs have no such option. */
function refuseData(name: string): void {
  if (!isDataAxis(name)) return;
  const option = kebabCase(name);
  throw new InputError(
    `--${option}: it is an option of the data; give it beside "fixed", or as --axis ${option}=…`,
  );
}

/** The study's axes have lists of their own. */
function refuseStudied(name: string): void {
  if (!Object.hasOwn(GRID_OPTIONS, name)) return;
  const { list } = GRID_OPTIONS[name as keyof typeof GRID_OPTIONS];
  throw new InputError(
    `--axis ${kebabCase(name)}: every sweep has this axis; use --${kebabCase(list)}`,
  );
}
