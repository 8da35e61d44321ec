import { resolve } from "node:path";
import { InputError } from "../errors.ts";
import { shellWord } from "../format/shell_word.ts";
import {
  camelCase,
  checkOptions,
  furtherNames,
  GRID_LISTS,
  kebabCase,
  MODEL_OPTIONS,
  type OptionRows,
  type Value,
} from "../options/mod.ts";
import { changePaths } from "../sweep/plan/change_paths.ts";
import { checkAxes } from "../sweep/plan/check_axes.ts";
import { type Axes, type Fixed, wholeGrid } from "../sweep/plan/grid.ts";
import { loadOwnModels, type OwnModel } from "../sweep/plan/own_models.ts";
import { modelTable } from "../sweep/store/manifest.ts";
import type { SweepOptions } from "../sweep/sweep.ts";
import { SWEEP_OPTIONS } from "../sweep/plan/sweep_options.ts";
import { checkSbatchOptions, takeSlurmFlags } from "./_slurm_flags.ts";
import { checkNames, readConfig } from "./_sweep_config.ts";
import { FLAG_GROUPS, sweepFlags } from "./_sweep_flags.ts";

/** Options from the command line or a configuration file, by flag name in camelCase. */
type Flags = Readonly<Record<string, unknown>>;

/** A sweep's options and what the command does with them. */
export interface SweepCommand {
  readonly options: SweepOptions;
  readonly dryRun: boolean;
  /** Cancel the folder's jobs on the cluster instead of running anything. */
  readonly slurmCancel: boolean;
}

/**
 * Parses the arguments of `deno task sweep`.
 *
 * @throws {InputError} If an option is not valid; its message names it, what it got and what it takes.
 */
export async function parseSweepCommand(args: readonly string[]): Promise<SweepCommand> {
  const { rest, sbatch, cancel } = takeSlurmFlags(args);
  const { config, model } = early(rest);
  const file: Flags = config === undefined ? {} : await readConfig(config);
  const own = checkOptions({ model: model ?? file.model }, MODEL_OPTIONS).model;
  const models = await loadOwnModels((own ?? []) as string[]);
  if (config !== undefined) checkNames(config, file, modelTable({ models }));
  const flags = sweepFlags(modelTable({ models })).parse([...rest], { from: "user" }).opts<Flags>();
  const slurm = { ...checkSbatchOptions(Object(file.slurm)), ...sbatch };
  const { config: _, dryRun = false, ...said } = { ...file, ...flags } as Flags;
  const options = {
    ...toOptions(said, models),
    ...slurmOptions(said.executor, slurm),
    command: ["deno task sweep", ...absolute(args).map(shellWord)].join(" "),
  };
  return { options, dryRun: dryRun as boolean, slurmCancel: cancel };
}

/** A command line that means the same from any folder. */
function absolute(args: readonly string[]): string[] {
  const rows: OptionRows = Object.assign({}, ...Object.values(FLAG_GROUPS));
  return args.map((arg, i) => {
    const [, joined = "", value = arg] = /^(--[a-z-]+=)(.*)$/s.exec(arg) ?? [];
    const [, flag] = /^--([a-z-]+)=?$/.exec(joined || (args[i - 1] ?? "")) ?? [];
    if (flag === undefined) return arg;
    const name = camelCase(flag), said = { [name]: value };
    return `${joined}${changePaths(said, rows, (path) => resolve(path))[name]}`;
  });
}

/** What decides which other options there are: your own models bring theirs. */
function early(args: readonly string[]): { readonly config?: string; readonly model?: string[] } {
  const others = args.filter((arg) => arg !== "--help" && arg !== "-h");
  return sweepFlags().allowUnknownOption().allowExcessArguments()
    .parse(others, { from: "user" }).opts();
}

function toOptions(
  said: Flags,
  own: Readonly<Record<string, OwnModel>>,
): Pick<SweepOptions, "axes" | "fixed"> {
  const models = modelTable({ models: own });
  const given = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => said[name] === undefined ? [] : [[name, said[name]]]),
    );
  const axes = given(GRID_LISTS), further = furtherAxes(said.axis);
  const grid = wholeGrid({ ...axes, further }, own);
  const checked = checkAxes(grid, given(furtherNames(models)) as Fixed, models);
  const names = [...Object.keys(axes), ...Object.keys(further).length > 0 ? ["further"] : []];
  return {
    ...checkOptions(given(Object.keys(SWEEP_OPTIONS)), SWEEP_OPTIONS),
    axes: Object.fromEntries(names.map((name) => [name, checked.axes[name as keyof Axes]])),
    fixed: checked.fixed,
  };
}

/** Slurm's options, where they take effect. */
function slurmOptions(
  executor: unknown,
  sbatch: NonNullable<SweepOptions["slurm"]>["sbatch"] & object,
): Pick<SweepOptions, "slurm"> {
  const [name] = Object.keys(sbatch);
  if (executor === "slurm") return { slurm: { sbatch } };
  if (name) {
    throw new InputError(`--slurm-${name}: takes effect only with --executor slurm; add that`);
  }
  return {};
}

/** Axes besides the study's, by the option's name in camelCase; what they take is checked with the grid. */
function furtherAxes(axis: unknown): Record<string, readonly Value[]> {
  const pairs = Array.isArray(axis)
    ? axis.map((text) => {
      const [, name, values] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      const items = values?.split(",").map((value) => value.trim()) ?? [""];
      if (!name || items.includes("")) {
        throw new InputError(
          `--axis: got "${text}", takes name=value,value such as kl-weight=0.5,1`,
        );
      }
      return [name, items] as const;
    })
    : Object.entries<readonly Value[]>(Object(axis));
  const further: Record<string, readonly Value[]> = {};
  for (const [name, values] of pairs) {
    const key = camelCase(name.trim());
    if (Object.hasOwn(further, key)) {
      throw new InputError(`--axis ${kebabCase(key)}: given twice`);
    }
    further[key] = values;
  }
  return further;
}
