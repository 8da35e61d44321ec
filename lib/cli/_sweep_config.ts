import { dirname, isAbsolute, join } from "node:path";
import { InputError } from "../errors.ts";
import { streamProblem } from "../files.ts";
import {
  furtherNames,
  GRID_LISTS,
  type ModelTable,
  type OptionRows,
  readValue,
} from "../options/mod.ts";
import { changePaths } from "../sweep/plan/change_paths.ts";
import { importProblem } from "../sweep/plan/import_problem.ts";
import { FLAG_GROUPS } from "./_sweep_flags.ts";

/** Bytes of a configuration file at most. */
const LARGEST = 2 ** 24;

const { config: _, ...ROWS }: OptionRows = Object.assign({}, ...Object.values(FLAG_GROUPS));

/**
 * A configuration file: an object with the same options as the command line, in camelCase. Relative paths in it count
 * from its own folder.
 *
 * @throws {InputError} If there is no such file, it cannot be run or read, or an option is of another kind.
 */
export async function readConfig(path: string): Promise<Readonly<Record<string, unknown>>> {
  const content = path.endsWith(".ts") ? await importConfig(path) : parseJson(path);
  if (content === null || typeof content !== "object" || Array.isArray(content)) {
    throw new InputError(
      `--config ${path}: the file is not an object; write one with options such as learningRates`,
    );
  }
  for (const [name, row] of Object.entries(ROWS)) {
    if (row.type === undefined || !Object.hasOwn(content, name)) continue;
    const value = content[name as keyof typeof content], { takes } = readValue(row, value);
    if (takes === null) continue;
    throw new InputError(`--config ${path}: ${name} is ${JSON.stringify(value)}, takes ${takes}`);
  }
  const said = content as Readonly<Record<string, unknown>>;
  for (const name of GRID_LISTS) {
    const value = said[name];
    if (value === undefined || Array.isArray(value)) continue;
    const one = JSON.stringify(value);
    throw new InputError(`--config ${path}: ${name} is ${one}, takes a list such as [${one}]`);
  }
  for (const name of ["axis", "slurm"]) {
    const value = said[name];
    if (value === undefined || typeof value === "object" && value !== null) continue;
    throw new InputError(`--config ${path}: ${name} is ${JSON.stringify(value)}, takes an object`);
  }
  const fromItsFolder = (other: string) => isAbsolute(other) ? other : join(dirname(path), other);
  return changePaths(said, ROWS, fromItsFolder);
}

/**
 * Checks the names of a configuration file's options, which are known once the models are.
 *
 * @throws {InputError} If there is no such option.
 */
export function checkNames(path: string, said: object, models: ModelTable): void {
  const known = [
    ...GRID_LISTS,
    ...Object.keys(ROWS),
    ...["axis", "slurm"],
    ...furtherNames(models),
  ];
  const unknown = Object.keys(said).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new InputError(
    `--config ${path}: there is no option "${unknown}"; the options are ${known.join(", ")}`,
  );
}

async function importConfig(path: string): Promise<unknown> {
  const real = realPath(path);
  try {
    return (await import(new URL(`file://${encodeURI(real)}`).href)).default;
  } catch (error) {
    throw new InputError(`--config ${path}: ${importProblem(error)}`, { cause: error });
  }
}

function parseJson(path: string): unknown {
  const real = realPath(path);
  const text = Deno.readTextFileSync(real);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`--config ${path}: not valid JSON (${(error as Error).message})`);
  }
}

/** Where a file is, which has to be one that can be read to its end. */
function realPath(path: string): string {
  let real: string;
  try {
    real = Deno.realPathSync(path);
  } catch {
    throw new InputError(`--config ${path}: there is no such file`);
  }
  const { isDirectory, size } = Deno.statSync(real), stream = streamProblem(real);
  const problem = isDirectory
    ? "it is not a file"
    : size > LARGEST
    ? `it has more than ${LARGEST / 2 ** 20} MiB; is it the data?`
    : stream;
  if (problem === undefined) return real;
  throw new InputError(`--config ${path}: ${problem}`);
}
