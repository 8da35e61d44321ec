import { hash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { InputError } from "../../errors.ts";
import { MODELS } from "../../models/mod.ts";
import type { Model } from "../../models/model.ts";
import type { Options } from "../../models/option.ts";
import { isRunOption, rowsOf } from "../../options/mod.ts";

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
  let path: string, content: Uint8Array;
  try {
    path = Deno.realPathSync(file);
    content = Deno.readFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new InputError(`${said}: there is no such file`, { cause: error });
  }
  const digest = hash("sha256", content).slice(0, 16);
  let exported: unknown;
  try {
    // By its content, as a module is run once and a notebook's kernel lives long.
    exported = (await import(`${pathToFileURL(path).href}?${digest}`)).default;
  } catch (error) {
    const [line] = (error as Error).message.split("\n");
    throw new InputError(`${said}: it cannot be run: ${line}`, { cause: error });
  }
  const problem = modelProblem(exported);
  if (problem) throw new InputError(`${said}: its default export ${problem}`);
  return { model: exported as Model, path, hash: digest };
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
    if (isRunOption(option) || rowsOf(option, {}).length) {
      return `has an option "${option}", which every run has; rename it`;
    }
    if (!["number", "string"].includes(typeof row?.default) || typeof row.help !== "string") {
      return `has an option "${option}" without a default or help`;
    }
  }
  return null;
}
