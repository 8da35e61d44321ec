import { writeWhole } from "../files.ts";
import { domainText } from "../models/option.ts";
import {
  COMMAND_OPTIONS,
  DATA_OPTIONS,
  EXECUTION_OPTIONS,
  GRID_OPTIONS,
  kebabCase,
  levelText,
  MODEL_OPTIONS,
  modelOptions,
  type OptionRow,
  RUN_OPTIONS,
  type StudyOption,
  type Value,
} from "../options/mod.ts";
import { projectPath } from "../project.ts";

type Line = readonly [option: string, meaning: string, takes: string, byDefault: string];

const FURTHER_AXIS: Line = [
  "--axis",
  "any other option as a further axis",
  "`NAME=LIST`, repeatable",
  "none",
];

const CANCEL = "cancel the jobs of the result folder; finished runs are kept";
const SBATCH = "any long option of sbatch, as in `--slurm-partition short`";
const SLURM: readonly Line[] = [
  ["--slurm-NAME", SBATCH, "its value, or nothing", "none"],
  ["--slurm-cancel", CANCEL, "nothing", "off"],
];

function takes(row: OptionRow): string {
  if (row.type === "flag") return "nothing";
  if (row.type === "texts") return `${row.placeholder}, repeatable`;
  if (row.type === "names") return "a list, separated by commas";
  if (row.type === "text") return row.placeholder!.replaceAll("|", " or ");
  const unit = row.unit === undefined ? "" : ` (${row.unit})`;
  const choices = row.choices?.map((word) => `\`${word}\``).join(", ");
  const words = (row.words ?? []).map((word) => ` or \`${word}\``).join("");
  return (choices ?? domainText(row)) + words + unit;
}

function lineOf(name: string, row: OptionRow): Line {
  const byDefault = row.otherwise ??
    (row.default === null ? "none" : `\`${levelText(row.default as Value)}\``);
  const shown = row.type === "flag" ? "off" : byDefault;
  return [`--${kebabCase(name)}`, row.help, takes(row), shown];
}

function table(lines: readonly Line[]): string {
  const rows = [["option", "meaning", "takes", "default"], ...lines].map((cells, i) =>
    cells.map((cell) =>
      i > 0 && cell.startsWith("--") ? `\`${cell}\`` : cell.replaceAll("|", "\\|")
    )
  );
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`;
  const rule = line(widths.map((width) => "-".repeat(width)));
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join("\n");
}

/** docs/options.md: every option of `deno task sweep`, from the tables that the program itself reads. */
export function optionDocs(): string {
  const lines = (rows: Readonly<Record<string, OptionRow>>) =>
    Object.entries(rows).map(([name, row]) => lineOf(name, row));
  const grid = Object.values<StudyOption>(GRID_OPTIONS).map(({ list, ...row }): Line => {
    const levels = row.otherwise ??
      row.grid.map((level) => `\`${levelText(level)}\``).join(", ");
    return [`--${kebabCase(list)}`, row.help, "a list, separated by commas", levels];
  });
  const models = [...modelOptions()].flatMap(([name, users]) =>
    users.map(({ model, row }): Line => {
      const [option, meaning, taken, byDefault] = lineOf(name, row);
      const symbol = row.symbol === undefined ? "" : ` (${row.symbol})`;
      return [option, `${model}: ${meaning}${symbol}`, taken, byDefault];
    })
  );
  return `# Options of a sweep

\`deno task sweep --help\` prints the same. In configuration files (\`--config\`) and notebooks names
are written in camelCase: \`--batch-size\` is \`batchSize\`, and in the results' columns \`batch_size\`.
This page is written by \`deno task docs\` from the tables in \`lib/options\`.

## Data

They decide the results, and stand in \`sweep.json\` as they were given.

${table(lines(DATA_OPTIONS))}

## Grid

${table([...grid, FURTHER_AXIS])}

## Network and training

One value for all runs, or an axis: \`--axis batch-size=32,64\`. They decide the results.

${table(lines(RUN_OPTIONS))}

## Models

${table([...models, ...lines(MODEL_OPTIONS)])}

## Execution

They decide no result beyond its last digits.

${table(lines({ ...EXECUTION_OPTIONS, ...COMMAND_OPTIONS }))}

## Slurm

${table(SLURM)}
`;
}

if (import.meta.main) writeWhole(projectPath("docs/options.md"), optionDocs());
