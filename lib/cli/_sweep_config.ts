import { InputError } from "../errors.ts";
import { furtherNames, readValue, STUDY_OPTIONS } from "../options/mod.ts";
import { FLAG_GROUPS } from "./_sweep_flags.ts";

/**
 * A configuration file: an object with the same options as the command line, in camelCase.
 *
 * @throws {InputError} If there is no such file, it cannot be run or read, or an option is unknown or of another kind.
 */
export async function readConfig(path: string): Promise<Readonly<Record<string, unknown>>> {
  const content = path.endsWith(".ts") ? await importConfig(path) : parseJson(path);
  if (content === null || typeof content !== "object" || Array.isArray(content)) {
    throw new InputError(
      `--config ${path}: the file is not an object; write one with options such as learningRates`,
    );
  }
  const said = content as Readonly<Record<string, unknown>>;
  const { config: _, ...rows } = Object.assign({}, ...Object.values(FLAG_GROUPS));
  const lists = Object.values(STUDY_OPTIONS).map(({ list }) => list);
  const known = [...lists, ...Object.keys(rows), "axis", "slurm", ...furtherNames()];
  for (const [name, value] of Object.entries(said)) {
    // A model of one's own has options that are known only once it is loaded.
    if (!known.includes(name) && said.model === undefined) {
      throw new InputError(
        `--config ${path}: there is no option "${name}"; the options are ${known.join(", ")}`,
      );
    }
    const row = rows[name];
    if (row?.type === undefined || value === undefined) continue;
    const { takes } = readValue(row, value);
    if (takes === null) continue;
    throw new InputError(`--config ${path}: ${name} is ${JSON.stringify(value)}, takes ${takes}`);
  }
  return said;
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
  if (!Deno.statSync(real).isFile) throw new InputError(`--config ${path}: it is not a file`);
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
