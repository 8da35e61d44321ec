import { type Command, Option } from "commander";
import { collect, flagOf, listOf } from "./_flag.ts";
import { MODELS } from "../models/mod.ts";
import {
  COMMAND_OPTIONS,
  DATA_OPTIONS,
  EXECUTION_OPTIONS,
  GRID_OPTIONS,
  kebabCase,
  levelText,
  MODEL_OPTIONS,
  modelOptions,
  type ModelTable,
  type OptionRow,
  type OptionRows,
  RUN_OPTIONS,
  STUDY_OPTIONS,
  type StudyOption,
} from "../options/mod.ts";
import { commandLine } from "./_command_line.ts";

/** Options that stand for themselves on the command line and in files, by the headings of the help. */
export const FLAG_GROUPS: Readonly<Record<string, OptionRows>> = {
  "Data:": DATA_OPTIONS,
  "Models:": MODEL_OPTIONS,
  "Execution:": { ...EXECUTION_OPTIONS, ...COMMAND_OPTIONS },
};

/**
 * The command line of `deno task sweep`, made from the tables of options.
 *
 * @param models Whose options are flags too. @default the registered ones
 */
export function sweepFlags(models: ModelTable = MODELS): Command {
  const command = commandLine("sweep").allowExcessArguments(false)
    .description(
      "Trains every model of a grid, keeps every result, and draws the figure. Called again, it resumes where it stopped.\n" +
        `The default grid is ${gridText()}.`,
    );
  const add = (group: string, name: string, row: OptionRow) =>
    command.addOption(flagOf(name, row).helpGroup(group));
  const addAll = (group: string) => {
    for (const [name, row] of Object.entries(FLAG_GROUPS[group]!)) add(group, name, row);
  };
  addAll("Data:");
  addAll("Models:");
  for (const { list, grid, ...row } of Object.values<StudyOption>(GRID_OPTIONS)) {
    const named = grid.length > 1 && typeof grid[0] === "string";
    const help = named
      ? `${row.help}, of ${grid} (default: all)`
      : `${row.help} (default: ${row.otherwise ?? grid.map(levelText)})`;
    command.addOption(
      new Option(`--${kebabCase(list)} <list>`, help).argParser(listOf).helpGroup("Grid:"),
    );
  }
  command.addOption(
    new Option(
      "--axis <name=list>",
      "any other option as a further axis, as in --axis kl-weight=0.5,1,2; repeatable",
    ).argParser(collect).helpGroup("Grid:"),
  );
  for (const [name, row] of Object.entries(RUN_OPTIONS)) add("Each run:", name, row);
  for (const [name, users] of modelOptions(models)) {
    const { row } = users[0]!;
    const whose = users.map(({ model, row }) => `${model} (default: ${row.default})`).join(", ");
    const help = `${row.help}, of ${whose}`;
    command.addOption(
      new Option(`--${kebabCase(name)} <${row.symbol ?? "value"}>`, help).helpGroup("Each run:"),
    );
  }
  addAll("Execution:");
  const slurm = (flags: string, help: string) =>
    command.addOption(new Option(flags, help).helpGroup("Slurm:"));
  slurm("--slurm-<name> <value>", "any long option of sbatch, as in --slurm-partition short");
  slurm("--slurm-cancel", "cancel the jobs of the result folder; finished runs are kept");
  return command;
}

function gridText(): string {
  const { model, learningRate, latentSize, optimizer } = STUDY_OPTIONS;
  const sizes = [model, learningRate, latentSize, optimizer].map(({ grid }) => grid.length);
  const words = ["models", "learning rates", "latent sizes", "optimizers"];
  const product = sizes.reduce((runs, size) => runs * size, 1);
  return `${sizes.map((size, i) => `${size} ${words[i]}`).join(" × ")} = ${product} runs`;
}
