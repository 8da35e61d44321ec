import { domainProblem, type OptionDomain } from "../models/option.ts";
import { decimalNumber } from "./spelling.ts";

/** What everything about an option derives from: flags, help, checks, columns, labels, documentation. */
export interface OptionRow extends OptionDomain {
  /** Its default; null where that depends on other things, which `otherwise` then names. */
  readonly default: number | string | boolean | null;
  /** What it does, without a full stop, for `--help` and documentation. */
  readonly help: string;
  /** Numbers and choices need none; "names" are a list as `namesText` writes it, "texts" may be given several times. */
  readonly type?: "text" | "flag" | "texts" | "names";
  /** Words that it takes besides numbers, such as `auto`. */
  readonly words?: readonly string[];
  /** Whether its texts are paths: they count from where they are given, in a file from that file's folder. */
  readonly path?: true;
  /** What a number counts or is measured in, such as `samples`. */
  readonly unit?: string;
  /** What stands for its value in help texts. @default {its unit's or type's} */
  readonly placeholder?: string;
  /** What applies where it is not given and the default is null. */
  readonly otherwise?: string;
}

/** Rows by the names of their options in camelCase. */
export type OptionRows = Readonly<Record<string, OptionRow>>;

/** A value of an option that decides a run: a level of an axis, or a cell of a results column. */
export type Value = number | string;

type Base<Row extends OptionRow> = Row extends { readonly type: "texts" | "names" }
  ? readonly string[]
  : Row extends { readonly type: "text" } ? string
  : Row extends { readonly type: "flag" } ? boolean
  : Row extends { readonly choices: readonly (infer Choice extends string)[] } ? Choice
  : Row extends { readonly words: readonly (infer Word extends string)[] } ? Word | number
  : number;

/** What each option of a table may be; null beside it where that is its default. */
export type ValuesOf<Rows extends OptionRows> = {
  readonly [Name in keyof Rows]: null extends Rows[Name]["default"] ? Base<Rows[Name]> | null
    : Base<Rows[Name]>;
};

/** Options of a table as a user gives them. */
export type Said<Rows extends OptionRows> = {
  readonly [Name in keyof Rows]?: Base<Rows[Name]>;
};

/** The default values of a table. */
export function defaultsOf<Rows extends OptionRows>(rows: Rows): ValuesOf<Rows> {
  const entries = Object.entries(rows).map(([name, row]) => [name, row.default]);
  return Object.fromEntries(entries) as ValuesOf<Rows>;
}

/**
 * A value as its option takes it: text that a user typed becomes a number where it is meant as one.
 *
 * @returns The value, or what the option takes where that is something else, for the end of an error's line.
 */
export function readValue(
  row: OptionRow,
  value: unknown,
): { readonly value: unknown; readonly takes: string | null } {
  if (row.type === "flag") {
    return { value, takes: typeof value === "boolean" ? null : "true or false" };
  }
  if (row.type === "texts") {
    const fine = Array.isArray(value) && value.every((text) => isName(text));
    return { value, takes: fine ? null : "a list of names or paths" };
  }
  if (row.type === "names") {
    const fine = Array.isArray(value) && value.length > 0 && value.every((text) => isName(text));
    return { value, takes: fine ? null : "a list of names" };
  }
  if (row.type === "text") return { value, takes: isName(value) ? null : "a name or path" };
  if (typeof value !== "number" && typeof value !== "string") {
    return { value, takes: "one number or word" };
  }
  const { words = [] } = row;
  if (words.includes(String(value))) return { value, takes: null };
  const meant = row.choices || typeof value === "number" ? value : decimalNumber(value);
  const problem = domainProblem(meant, row);
  return {
    value: row.choices ? String(meant) : meant,
    takes: problem === null ? null : [problem, ...words].join(" or "),
  };
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}
