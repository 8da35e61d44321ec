import { InvalidArgumentError, Option } from "commander";
import { kebabCase, namesOf, type OptionRow } from "../options/mod.ts";

/** A row of a table of options as a flag of a command line. */
export function flagOf(name: string, row: OptionRow): Option {
  const { placeholder = row.unit ?? "value" } = row, option = `--${kebabCase(name)}`;
  if (row.type === "flag") return new Option(option, row.help);
  const byDefault = row.otherwise ?? row.default;
  const said = byDefault === null ? "" : ` (default: ${byDefault})`;
  const help = `${row.help}${said}`,
    made = new Option(`${option} <${placeholder}>`, help);
  if (row.type === "texts") return made.argParser(collect);
  if (row.type === "names") return made.argParser((text) => requireItems(namesOf(text)));
  return row.choices ? made.choices(row.choices) : made;
}

/** What a flag that may be given several times has so far. */
export function collect(text: string, before: string[] = []): string[] {
  return [...before, text];
}

/** A list of values separated by commas. */
export function listOf(text: string): string[] {
  return requireItems(text.split(",").map((item) => item.trim()));
}

function requireItems(items: string[]): string[] {
  if (!items.includes("")) return items;
  throw new InvalidArgumentError("It takes one value or more, separated by single commas.");
}
