import { Command, InvalidArgumentError, Option } from "commander";
import { InputError } from "../errors.ts";
import { shellWord } from "../format/shell_word.ts";
import { MODELS } from "../models/mod.ts";
import { OPTIMIZER_NAMES } from "../optimizers/mod.ts";
import { type Axes, POSTER_GRID } from "../sweep/plan/grid.ts";
import { HANG_TIMEOUT } from "../sweep/execute/local_executor.ts";
import { EXECUTORS } from "../sweep/executors.ts";
import {
  camelCase,
  checkValue,
  decimalNumber,
  kebabCase,
  SETTINGS,
  type Value,
} from "../sweep/plan/settings.ts";
import type { SweepOptions } from "../sweep/sweep.ts";
import { checkSbatchOptions, takeSlurmFlags } from "./_slurm_flags.ts";

/** What the command line or a configuration file says, by flag name in camelCase. */
interface Flags {
  readonly [name: string]: unknown;
  readonly axis?: readonly string[] | Readonly<Record<string, readonly Value[]>>;
  readonly config?: string;
  readonly slurm?: Readonly<Record<string, string | true>>;
}

/** A sweep's options and what the command does with them. */
export interface SweepCommand {
  readonly options: SweepOptions;
  readonly dryRun: boolean;
  /** Cancel the folder's jobs on the cluster instead of running anything. */
  readonly slurmCancel: boolean;
}

const LISTS = ["models", "learningRates", "latentSizes", "optimizers", "seeds"] as const;
const NUMBERS = ["genes", "workers", "threads", "retries", "hangTimeout"] as const;
const WORDS = [
  "data",
  "phenotype",
  "phenotypeColumn",
  "orientation",
  "scale",
  "duplicateGenes",
  "out",
  "engine",
  "backend",
  "executor",
] as const;
const FLAGS = ["saveModels", "dryRun"] as const;

function list(text: string): string[] {
  const items = text.split(",").map((item) => item.trim());
  if (items.includes("")) {
    throw new InvalidArgumentError(
      "It takes one value or more, separated by single commas.",
    );
  }
  return items;
}

/** The command line of `deno task sweep`. */
function sweepCommand(): Command {
  const command = new Command("deno task sweep").exitOverride().allowExcessArguments(false)
    .description(
      "Trains every model of a grid, keeps every result, and draws the figure. Called again, it goes on where it stopped.\n" +
        "The default grid is 4 models × 5 learning rates × 6 latent sizes × 3 optimizers = 360 runs.",
    );
  const grid = "Grid:", run = "Each run:", execution = "Execution:", data = "Data:";
  const add = (group: string, flags: string, description: string) =>
    command.addOption(new Option(flags, description).helpGroup(group));
  const addList = (flags: string, description: string) =>
    command.addOption(new Option(flags, description).argParser(list).helpGroup(grid));
  add(
    data,
    "--data <name|path>",
    'expression matrix (.tsv, .csv, .gz, .parquet, .h5ad), a downloaded cohort, or "synthetic" (default)',
  );
  add(data, "--phenotype <path>", "table with the samples' cancer types, to stratify the split");
  add(
    data,
    "--phenotype-column <name>",
    "its column of types, or that of an .h5ad's obs (default: the first well-known name)",
  );
  const addChoice = (flags: string, description: string, choices: readonly string[]) =>
    command.addOption(new Option(flags, description).choices(choices).helpGroup(data));
  addChoice(
    "--orientation <rows>",
    "what the rows of the matrix are (default: auto, by its ids)",
    ["auto", "genes", "samples"],
  );
  addChoice(
    "--scale <name>",
    "what is made of its numbers: nothing, log2(x + 1), or log2(counts per million + 1) (default: as-is)",
    ["as-is", "log2", "log2-cpm"],
  );
  addChoice(
    "--duplicate-genes <how>",
    "of genes with one id, use the one with the highest training mean, or refuse (default: highest-mean)",
    ["highest-mean", "refuse"],
  );
  add(
    data,
    "--genes <n>",
    "most variable genes to use (default: 5000, or all where there are fewer)",
  );
  addList("--models <list>", `of ${Object.keys(MODELS).join(",")} (default: all)`);
  addList("--learning-rates <list>", "default: 0.1,0.01,1e-3,1e-4,1e-5");
  addList("--latent-sizes <list>", "default: 10,20,30,50,100,200");
  addList(
    "--optimizers <list>",
    `of ${OPTIMIZER_NAMES.join(",")} (default: ${POSTER_GRID.optimizers.join(",")})`,
  );
  addList("--seeds <list>", "default: 0");
  const collect = (text: string, before: string[] = []) => [...before, text];
  command.addOption(
    new Option(
      "--axis <name=list>",
      "any other option as a further axis, as in --axis kl-weight=0.5,1,2; repeatable",
    )
      .argParser(collect).helpGroup(grid),
  );
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const byDefault = setting.default === null ? "" : ` (default: ${setting.default})`;
    add(run, `--${kebabCase(name)} <value>`, setting.description + byDefault);
  }
  for (const [name, users] of modelOptions()) {
    add(run, `--${kebabCase(name)} <value>`, `option of ${users}`);
  }
  add(execution, "--config <file>", "the same options from a JSON or TypeScript file; flags win");
  add(execution, "--out <folder>", "result folder (default: outputs/<name of the data>)");
  add(
    execution,
    "--workers <n>",
    `worker processes (default: one per core, ${EXECUTORS.local.workers} here)`,
  );
  add(execution, "--threads <n>", "threads of each worker (default: 1)");
  command.addOption(
    new Option(
      "--executor <name>",
      "worker processes here, or array jobs of Slurm (default: local)",
    )
      .choices(["local", "slurm"]).helpGroup(execution),
  );
  const slurm = "Slurm:";
  add(slurm, "--slurm-<name> <value>", "any long option of sbatch, as in --slurm-partition short");
  add(slurm, "--slurm-cancel", "cancel the jobs of the result folder; finished runs are kept");
  command.addOption(
    new Option("--backend <name>", "default: tensorflow, or wasm where it is not set up")
      .choices(["tensorflow", "wasm", "cpu"]).helpGroup(execution),
  );
  command.addOption(
    new Option("--engine <name>", "default: graph on tensorflow, else eager")
      .choices(["graph", "eager"]).helpGroup(execution),
  );
  add(
    execution,
    "--retries <n>",
    "attempts after a crash before a run counts as failed (default: 1)",
  );
  add(
    execution,
    "--hang-timeout <s>",
    `seconds without progress after which a run is ended (default: ${HANG_TIMEOUT}, more where epochs take long)`,
  );
  add(execution, "--save-models", "keep every trained network in models/ (safetensors)");
  add(execution, "--dry-run", "print the grid, what is left and an estimate; run nothing");
  return command;
}

/** Options of models and which models have them, with their defaults. */
function modelOptions(): Map<string, string> {
  const users = new Map<string, string[]>();
  for (const { name, options } of Object.values(MODELS)) {
    for (const [option, { default: usual }] of Object.entries(options)) {
      users.set(option, [...users.get(option) ?? [], `${name} (default: ${usual})`]);
    }
  }
  return new Map([...users].map(([option, names]) => [option, names.join(", ")]));
}

/**
 * Understands the arguments of `deno task sweep`.
 *
 * @throws {InputError} If an option is not valid; its message names it, what it got and what it takes.
 */
export async function parseSweepCommand(args: readonly string[]): Promise<SweepCommand> {
  const { rest, sbatch, cancel } = takeSlurmFlags(args);
  const flags = sweepCommand().parse([...rest], { from: "user" }).opts<Flags>();
  const file = flags.config === undefined ? {} : await readConfig(flags.config);
  const slurm = { ...checkSbatchOptions(Object(file.slurm)), ...sbatch };
  const command = toCommand({ ...file, ...flags, slurm }, args);
  return { ...command, slurmCancel: cancel };
}

/** A configuration file: an object with the same options as the command line, in camelCase. */
async function readConfig(path: string): Promise<Flags> {
  const content = path.endsWith(".ts") ? await importConfig(path) : parseJson(path);
  if (content === null || typeof content !== "object" || Array.isArray(content)) {
    throw new InputError(
      `--config ${path}: got no object, takes one with options such as learningRates`,
    );
  }
  const known = new Set<string>([...LISTS, ...NUMBERS, ...WORDS, ...FLAGS, "axis", "slurm"]);
  for (const name of [...Object.keys(SETTINGS), ...modelOptions().keys()]) known.add(name);
  for (const name of Object.keys(content)) {
    if (known.has(name)) continue;
    throw new InputError(
      `--config ${path}: there is no option "${name}"; known are ${[...known].join(", ")}`,
    );
  }
  const takes = (names: readonly string[], type: "boolean" | "string") => {
    for (const name of names) {
      const value = (content as Record<string, unknown>)[name];
      if (value === undefined || typeof value === type) continue;
      throw new InputError(
        `--config ${path}: ${name} is ${JSON.stringify(value)}, takes ${
          type === "boolean" ? "true or false" : "text"
        }`,
      );
    }
  };
  takes(FLAGS, "boolean");
  takes(WORDS, "string");
  return content as Flags;
}

async function importConfig(path: string): Promise<unknown> {
  const real = realPath(path);
  try {
    return (await import(new URL(`file://${encodeURI(real)}`).href)).default;
  } catch (error) {
    const [line] = (error as Error).message.split("\n");
    throw new InputError(`--config ${path}: it cannot be run: ${line}`, { cause: error });
  }
}

function parseJson(path: string): unknown {
  const real = realPath(path);
  if (!Deno.statSync(real).isFile) throw new InputError(`--config ${path}: it is no file`);
  const text = Deno.readTextFileSync(real);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`--config ${path}: not valid JSON (${(error as Error).message})`);
  }
}

function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    throw new InputError(`--config ${path}: there is no such file`);
  }
}

function toCommand(
  flags: Flags,
  args: readonly string[],
): Omit<SweepCommand, "slurmCancel"> {
  const axes: Record<string, unknown> = {}, fixed: Record<string, Value> = {};
  for (const name of LISTS) {
    if (flags[name] === undefined) continue;
    const numeric =
      { learningRates: "learningRate", latentSizes: "latentSize", seeds: "seed" }[name as string];
    const values = asList(flags[name], `--${kebabCase(name)}`);
    axes[name] = numeric
      ? values.map((value) => checkValue(numeric, value, `--${kebabCase(name)}`))
      : values.map(String);
  }
  const further = furtherAxes(flags.axis);
  if (Object.keys(further).length) axes.further = further;
  for (const name of [...Object.keys(SETTINGS), ...modelOptions().keys()]) {
    if (flags[name] !== undefined && flags[name] !== null) {
      fixed[name] = checkValue(name, flags[name] as Value);
    }
  }
  const counts = Object.fromEntries(
    NUMBERS.filter((name) => flags[name] !== undefined).map((
      name,
    ) => [name, whole(flags[name], name)]),
  );
  const words = Object.fromEntries(
    WORDS.filter((name) => flags[name] !== undefined).map((
      name,
    ) => [name, word(flags[name], name)]),
  );
  const options: SweepOptions = {
    ...words,
    ...counts,
    axes: axes as Partial<Axes>,
    fixed,
    saveModels: Boolean(flags.saveModels),
    ...slurmOptions(flags),
    command: ["deno task sweep", ...args.map(shellWord)].join(" "),
  };
  return { options, dryRun: Boolean(flags.dryRun) };
}

/** Options for Slurm where they are of use. */
function slurmOptions({ executor, slurm }: Flags): Pick<SweepOptions, "slurm"> {
  const [name] = Object.keys(slurm!);
  if (executor === "slurm") return { slurm: { sbatch: slurm } };
  if (name) {
    throw new InputError(`--slurm-${name}: takes effect with --executor slurm only; add that`);
  }
  return {};
}

function asList(value: unknown, option: string): Value[] {
  if (Array.isArray(value)) return value;
  throw new InputError(`${option}: got ${JSON.stringify(value)}, takes a list`);
}

function furtherAxes(axis: Flags["axis"]): Record<string, Value[]> {
  const pairs = Array.isArray(axis)
    ? (axis as string[]).map((text) => {
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
    const key = camelCase(name.trim()), option = `--axis ${kebabCase(key)}`;
    if (Object.hasOwn(further, key)) throw new InputError(`${option}: given twice`);
    further[key] = values.map((value) => checkValue(key, value, option));
  }
  return further;
}

function word(value: unknown, name: string): string {
  const text = String(value);
  if (text.trim() !== "") return text;
  throw new InputError(`--${kebabCase(name)}: got "", takes a name or path`);
}

function whole(value: unknown, name: string): number {
  const number = decimalNumber(String(value)), least = name === "retries" ? 0 : 1;
  if (Number.isInteger(number) && number >= least) return number;
  throw new InputError(
    `--${kebabCase(name)}: got "${value}", takes an integer of at least ${least}`,
  );
}
