import { shellWord } from "../format/shell_word.ts";
import {
  GRID_OPTIONS,
  isRunOption,
  kebabCase,
  namesText,
  optimizerHas,
  snakeCase,
} from "../options/mod.ts";
import { type Manifest, modelTable } from "./store/manifest.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * The command that trains one run again, into a folder of its own.
 *
 * @param row Of the results.
 * @returns A line for a POSIX shell, whatever is in its paths and names.
 */
export function repeatCommand(row: Row, manifest: Manifest): string {
  return ["deno task sweep", ...repeatArguments(row, manifest).map(shellWord)].join(" ");
}

/** Its arguments, as the program gets them. */
function repeatArguments(row: Row, manifest: Manifest): string[] {
  const { engine, backend, threads, device = "cpu", precision } = manifest;
  const options = {
    ...ofData(manifest),
    ...ofRun(row, manifest),
    ...{ engine, backend, device, ...device === "gpu" && { precision } },
    ...{ threads: row.threads ?? threads },
    ...{ population: row.population === 1 ? null : row.population },
    ...{ out: `outputs/repeat-${row.run}` },
  };
  return Object.entries(options).flatMap(([name, value]) => flagOf(`--${kebabCase(name)}`, value));
}

function ofData({ data, reading = {} }: Manifest): Row {
  return { data: data.name, ...reading, genes: data.genes };
}

function ofRun(row: Row, manifest: Manifest): Row {
  const { axes, fixed, models = {} } = manifest;
  const model = String(row.model), own = modelTable(manifest)[model]?.options ?? {};
  const has = (name: string) =>
    isRunOption(name) ? optimizerHas(String(row.optimizer), name) : Object.hasOwn(own, name);
  const asked: Row = { ...row, split_seed: row.split_seed === row.seed ? null : row.split_seed };
  return Object.fromEntries([
    ...(Object.hasOwn(models, model) ? [["model", models[model]!.file]] : []),
    ...Object.entries(GRID_OPTIONS).map(([name, { list }]) => [list, asked[snakeCase(name)]]),
    ...Object.entries(fixed).filter(([name]) => has(name)),
    ...Object.keys(axes.further ?? {}).map((name) => [name, row[snakeCase(name)]]),
  ]);
}

/** A flag and its value as words; none for what is not said. A value that looks like a flag is joined to its own. */
function flagOf(flag: string, value: unknown): string[] {
  if (value === null || value === undefined || value === false) return [];
  if (value === true) return [flag];
  const text = Array.isArray(value) ? namesText(value) : String(value);
  return text.startsWith("-") ? [`${flag}=${text}`] : [flag, text];
}
