import { InputError } from "../errors.ts";
import { MODELS } from "../models/mod.ts";
import { DATA_AXES } from "./data_options.ts";
import { furtherNames, type ModelTable, rowsOf } from "./known_options.ts";
import { type OptionRow, type OptionRows, readValue, type Value } from "./row.ts";
import { kebabCase } from "./spelling.ts";

/** How a message about an option's value begins. */
export type Naming = (name: string) => string;

/** As the command line spells it. */
const asFlag: Naming = (name) => `--${kebabCase(name)}`;

/**
 * Checks a value of one option, as a user typed it or a file or notebook gives it.
 *
 * @param said How the user wrote the option, for the message.
 * @throws {InputError} If the option does not take it.
 */
export function checkRow(row: OptionRow, value: unknown, said: string): unknown {
  const { value: meant, takes } = readValue(row, value);
  if (takes === null) return meant;
  const got = typeof value === "string" || typeof value === "number"
    ? `"${value}"`
    : JSON.stringify(value);
  throw new InputError(`${said}: got ${got}, takes ${takes}`);
}

/**
 * Checks a value of an option of a run, an axis's included.
 *
 * @param name In camelCase.
 * @param value A number, or text such as `1e-3` or `none`.
 * @param options How the user wrote the option, and the models of the sweep.
 * @throws {InputError} If the name is unknown or the value outside its domain, for any model that has it.
 */
export function checkValue(
  name: string,
  value: unknown,
  { said = asFlag(name), models = MODELS }: {
    readonly said?: string;
    readonly models?: ModelTable;
  } = {},
): Value {
  const rows = rowsOf(name, models);
  if (!rows.length) {
    const known = [...furtherNames(models), ...Object.keys(DATA_AXES)].map(kebabCase).join(", ");
    throw new InputError(`${said}: there is no such option; the options are ${known}`);
  }
  const [meant] = rows.map((row) => checkRow(row, value, said));
  return meant as Value;
}

/**
 * Checks the given options of a table; undefined or null means that an option was not given.
 *
 * @param said By name in camelCase.
 * @throws {InputError} If an option is unknown or does not take its value.
 */
export function checkOptions(
  said: Readonly<Record<string, unknown>>,
  rows: OptionRows,
): Record<string, unknown> {
  const entries = Object.entries(said).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries.map(([name, value]) => {
    if (Object.hasOwn(rows, name)) return [name, checkRow(rows[name]!, value, asFlag(name))];
    const known = Object.keys(rows).map(asFlag).join(", ");
    throw new InputError(`${asFlag(name)}: there is no such option; the options are ${known}`);
  }));
}
