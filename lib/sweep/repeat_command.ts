import { shellWord } from "../format/shell_word.ts";
import { GRID_OPTIONS, isRunOption, kebabCase, snakeCase } from "../options/mod.ts";
import { type Manifest, modelTable } from "./store/manifest.ts";

/**
 * The command that trains one run again, into a folder of its own.
 *
 * @returns A line for a POSIX shell, whatever is in its paths and names.
 */
export function repeatCommand(
  row: Readonly<Record<string, unknown>>,
  manifest: Manifest,
): string {
  const { axes, fixed, data, engine, backend, threads, reading = {}, models = {} } = manifest;
  const model = String(row.model), own = modelTable(manifest)[model]?.options ?? {};
  const further = Object.keys(axes.further ?? {});
  const asked: Readonly<Record<string, unknown>> = {
    ...row,
    split_seed: row.split_seed === row.seed ? null : row.split_seed,
  };
  const options = Object.fromEntries([
    ...Object.entries({ data: data.name, ...reading, genes: data.genes }),
    ...(Object.hasOwn(models, model) ? [["model", models[model]!.file]] : []),
    ...Object.entries(GRID_OPTIONS).map(([name, { list }]) => [list, asked[snakeCase(name)]]),
    ...Object.entries(fixed).filter(([name]) => isRunOption(name) || Object.hasOwn(own, name)),
    ...further.map((name) => [name, row[snakeCase(name)]]),
    ...Object.entries({ engine, backend, threads, out: `outputs/repeat-${row.run}` }),
  ]);
  const said = Object.entries(options).filter(([, value]) => value !== null && value !== undefined);
  const flags = said.filter(([, value]) => value !== false).map(([name, value]) =>
    value === true ? `--${kebabCase(name)}` : `--${kebabCase(name)} ${shellWord(value)}`
  );
  return ["deno task sweep", ...flags].join(" ");
}
