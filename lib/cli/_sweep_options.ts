import { InputError } from "../errors.ts";
import { shellWord } from "../format/shell_word.ts";
import { MODELS } from "../models/mod.ts";
import {
  camelCase,
  checkOptions,
  checkValue,
  furtherNames,
  kebabCase,
  MODEL_OPTIONS,
  type ModelTable,
  STUDY_OPTIONS,
  type StudyOption,
  type Value,
} from "../options/mod.ts";
import type { Axes } from "../sweep/plan/grid.ts";
import { loadOwnModels } from "../sweep/plan/own_models.ts";
import type { SweepOptions } from "../sweep/sweep.ts";
import { SWEEP_OPTIONS } from "../sweep/plan/sweep_options.ts";
import { checkSbatchOptions, takeSlurmFlags } from "./_slurm_flags.ts";
import { readConfig } from "./_sweep_config.ts";
import { sweepFlags } from "./_sweep_flags.ts";

/** What the command line or a configuration file says, by flag name in camelCase. */
type Flags = Readonly<Record<string, unknown>>;

/** A sweep's options and what the command does with them. */
export interface SweepCommand {
  readonly options: SweepOptions;
  readonly dryRun: boolean;
  /** Cancel the folder's jobs on the cluster instead of running anything. */
  readonly slurmCancel: boolean;
}

/**
 * Understands the arguments of `deno task sweep`.
 *
 * @throws {InputError} If an option is not valid; its message names it, what it got and what it takes.
 */
export async function parseSweepCommand(args: readonly string[]): Promise<SweepCommand> {
  const { rest, sbatch, cancel } = takeSlurmFlags(args);
  const { config, model } = early(rest);
  const file: Flags = config === undefined ? {} : await readConfig(config);
  const own = checkOptions({ model: model ?? file.model }, MODEL_OPTIONS).model;
  const models = { ...MODELS, ...await loadOwnModels((own ?? []) as string[]) };
  const flags = sweepFlags(models).parse([...rest], { from: "user" }).opts<Flags>();
  const slurm = { ...checkSbatchOptions(Object(file.slurm)), ...sbatch };
  const { config: _, dryRun = false, ...said } = { ...file, ...flags } as Flags;
  const options = {
    ...toOptions(said, models),
    ...slurmOptions(said.executor, slurm),
    command: ["deno task sweep", ...args.map(shellWord)].join(" "),
  };
  return { options, dryRun: dryRun as boolean, slurmCancel: cancel };
}

/** What decides which other options there are: models of one's own bring theirs. */
function early(args: readonly string[]): { readonly config?: string; readonly model?: string[] } {
  const others = args.filter((arg) => arg !== "--help" && arg !== "-h");
  return sweepFlags().allowUnknownOption().allowExcessArguments()
    .parse(others, { from: "user" }).opts();
}

function toOptions(said: Flags, models: ModelTable): SweepOptions {
  const axes: Record<string, unknown> = {}, fixed: Record<string, Value> = {};
  for (const [name, { list }] of Object.entries<StudyOption>(STUDY_OPTIONS)) {
    if (said[list] === undefined) continue;
    const flag = `--${kebabCase(list)}`, values = asList(said[list], flag);
    axes[list] = values.map((value) => checkValue(name, value, { said: flag, models }));
  }
  const further = furtherAxes(said.axis, models);
  if (Object.keys(further).length) axes.further = further;
  for (const name of furtherNames(models)) {
    if (said[name] !== undefined && said[name] !== null) {
      fixed[name] = checkValue(name, said[name], { models });
    }
  }
  const rows = Object.keys(SWEEP_OPTIONS).filter((name) => said[name] !== undefined);
  const others = checkOptions(
    Object.fromEntries(rows.map((name) => [name, said[name]])),
    SWEEP_OPTIONS,
  );
  return { ...others, axes: axes as Partial<Axes>, fixed };
}

/** Options for Slurm where they are of use. */
function slurmOptions(
  executor: unknown,
  sbatch: NonNullable<SweepOptions["slurm"]>["sbatch"] & object,
): Pick<SweepOptions, "slurm"> {
  const [name] = Object.keys(sbatch);
  if (executor === "slurm") return { slurm: { sbatch } };
  if (name) {
    throw new InputError(`--slurm-${name}: takes effect with --executor slurm only; add that`);
  }
  return {};
}

function asList(value: unknown, said: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new InputError(`${said}: got ${JSON.stringify(value)}, takes a list`);
}

function furtherAxes(axis: unknown, models: ModelTable): Record<string, Value[]> {
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
    : Object.entries(axis ?? {}).map(([name, values]) =>
      [name, asList(values, `--axis ${name}`)] as const
    );
  const further: Record<string, Value[]> = {};
  for (const [name, values] of pairs) {
    const key = camelCase(name.trim()), said = `--axis ${kebabCase(key)}`;
    if (Object.hasOwn(further, key)) throw new InputError(`${said}: given twice`);
    further[key] = values.map((value) => checkValue(key, value, { said, models }));
  }
  return further;
}
