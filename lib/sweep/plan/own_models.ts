import { hash } from "node:crypto";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { InputError } from "../../errors.ts";
import { streamProblem } from "../../files.ts";
import { importProblem } from "./import_problem.ts";
import { MODELS } from "../../models/mod.ts";
import type { Model } from "../../models/model.ts";
import type { Options } from "../../models/option.ts";
import {
  camelCase,
  COMMAND_OPTIONS,
  GRID_LISTS,
  readValue,
  rowsOf,
  snakeCase,
} from "../../options/mod.ts";
import { SWEEP_OPTIONS } from "./sweep_options.ts";

/** Names that mean something else on the command line or in configuration files. */
const RESERVED: ReadonlySet<string> = new Set([
  ...Object.keys({ ...SWEEP_OPTIONS, ...COMMAND_OPTIONS }),
  ...GRID_LISTS,
  ...["axis", "slurm"],
]);

/** A model from a user's file, as planning and sweep.json know it. */
export interface OwnModel {
  /** Absolute path of the module whose default export is the model. */
  readonly file: string;
  /** Of the file's content: a changed file makes new runs. */
  readonly hash: string;
  readonly options: Options;
}

/**
 * Loads models from users' modules. This runs their code, with this program's permissions.
 *
 * @param files Paths of modules whose default export is a `Model`.
 * @throws {InputError} If there is no such file, it cannot be run, or what it exports is not a model.
 *
 * @example
 * ```ts
 * import { loadOwnModels } from "./own_models.ts";
 * if (Object.keys(await loadOwnModels([])).length !== 0) throw new Error("unexpected model");
 * ```
 */
export async function loadOwnModels(files: readonly string[]): Promise<Record<string, OwnModel>> {
  const found: Record<string, OwnModel> = {};
  for (const file of files) {
    const { model, path, hash } = await loadOwnModel(file);
    if (Object.hasOwn(MODELS, model.name) || Object.hasOwn(found, model.name)) {
      throw new InputError(`--model ${file}: there is a model "${model.name}" already; rename it`);
    }
    found[model.name] = { file: path, hash, options: model.options };
  }
  return found;
}

/**
 * Loads one model from a user's module.
 *
 * @param file Path of a module whose default export is a `Model`.
 * @returns The model, its absolute path and the hash of its content.
 * @throws {InputError} As {@linkcode loadOwnModels} does.
 */
export async function loadOwnModel(
  file: string,
): Promise<{ readonly model: Model; readonly path: string; readonly hash: string }> {
  const said = `--model ${file}`;
  let path: string, digest: string;
  try {
    path = Deno.realPathSync(file);
    const stream = streamProblem(path);
    if (stream !== undefined) throw new InputError(`${said}: ${stream}`);
    digest = contentOf(path);
  } catch (error) {
    if (error instanceof InputError || error instanceof Deno.errors.NotCapable) throw error;
    const what = error instanceof Deno.errors.IsADirectory
      ? "it is a folder"
      : "there is no such file; --models chooses among the project's own models";
    throw new InputError(`${said}: ${what}`, { cause: error });
  }
  let exported: unknown;
  try {
    // By its content, as a module is run once and a notebook's kernel lives long.
    exported = (await import(`${pathToFileURL(path).href}?${digest}`)).default;
  } catch (error) {
    throw new InputError(`${said}: ${importProblem(error)}`, { cause: error });
  }
  const problem = modelProblem(exported);
  if (problem) throw new InputError(`${said}: its default export ${problem}`);
  return { model: exported as Model, path, hash: digest };
}

/** Relative imports of a module, as its text names them. */
const IMPORTS = /\b(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

/**
 * The hash of a module's text and of those that it imports by relative paths, this project's library left out: whatever
 * of it changes makes other runs.
 */
function contentOf(path: string): string {
  const library = fileURLToPath(new URL("../../", import.meta.url)),
    texts = new Map<string, string>();
  const visit = (file: string) => {
    if (texts.has(file) || file.startsWith(library)) return;
    const text = Deno.readTextFileSync(file);
    texts.set(file, text);
    for (const [, specifier] of text.matchAll(IMPORTS)) visit(resolve(dirname(file), specifier!));
  };
  visit(path);
  return hash("sha256", [...texts.values()].join("\0")).slice(0, 16);
}

/** Why something is not a model, for the end of an error's line; null if it is one. */
function modelProblem(exported: unknown): string | null {
  if (typeof exported !== "object" || exported === null) {
    return "is not a model: see lib/models/model.ts";
  }
  const { name, options, ...functions } = exported as Record<string, unknown>;
  if (typeof name !== "string" || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    return `has the name ${JSON.stringify(name)}, takes lower-case words joined by dashes`;
  }
  for (const method of ["noise", "loss", "parameters", "encode", "decode"]) {
    if (typeof functions[method] !== "function") {
      return `has no ${method}(): see lib/models/model.ts`;
    }
  }
  if (typeof options !== "object" || options === null) return "has no options: {} is enough";
  for (const [option, row] of Object.entries(options as Options)) {
    if (camelCase(snakeCase(option)) !== option || !/^[a-z][A-Za-z0-9]*$/.test(option)) {
      return `has an option ${JSON.stringify(option)}, takes names such as klWeight`;
    }
    if (rowsOf(option, {}).length || RESERVED.has(option)) {
      return `has an option "${option}", which every sweep has; rename it`;
    }
    if (!["number", "string"].includes(typeof row?.default) || typeof row.help !== "string") {
      return `has an option "${option}" without a default or help`;
    }
    const { takes } = readValue(row, row.default);
    if (takes !== null) {
      return `has an option "${option}" of default ${row.default}, which takes ${takes}`;
    }
  }
  return null;
}
