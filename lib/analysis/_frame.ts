import pl from "nodejs-polars";

interface Kinds {
  readonly text: string;
  readonly number: number;
  readonly integer: number;
  readonly flag: boolean;
  /** Whatever the values are (an axis: numbers, words or flags). */
  readonly level: unknown;
}

/** What a column holds; with a question mark it may lack values, which "integer" never does. */
export type ColumnType = keyof Kinds | "text?" | "number?" | "flag?";

/** A row of a table with these columns; `Narrower` has types that say more than the column's. */
export type RowOf<Columns extends Readonly<Record<string, ColumnType>>, Narrower = unknown> = {
  readonly [Name in keyof Columns]: Name extends keyof Narrower ? Narrower[Name]
    : Columns[Name] extends `${infer Kind extends keyof Kinds}?` ? Kinds[Kind] | null
    : Kinds[Columns[Name] & keyof Kinds];
};

type Value = string | number | boolean | null;

function series(name: string, values: Value[], type: ColumnType): pl.Series {
  const known = values.find((value) => value !== null);
  const levels = typeof known === "number"
    ? "number"
    : typeof known === "boolean"
    ? "flag"
    : "text";
  switch (type === "level" ? levels : type) {
    case "text":
    case "text?":
      return pl.Series(name, values.map((value) => value === null ? null : String(value)), pl.Utf8);
    case "flag":
    case "flag?":
      return pl.Series(name, values, pl.Bool);
    case "integer":
      // This Polars reads null in an integer column as 0, so a column that may lack values is never "integer".
      if (values.includes(null)) throw new TypeError(`Column ${name} must not be null`);
      return pl.Series(name, values, pl.Int32);
    default:
      return pl.Series(
        name,
        values.map((value) => typeof value === "number" && Number.isFinite(value) ? value : null),
        pl.Float64,
      );
  }
}

/** A frame of rows; numbers that are not finite become null. */
export function toFrame(
  rows: readonly object[],
  columns: Readonly<Record<string, ColumnType>>,
): pl.DataFrame {
  return pl.DataFrame(
    Object.entries(columns).map(([name, type]) =>
      series(name, rows.map((row) => (row as Record<string, Value>)[name] ?? null), type)
    ),
  );
}

/** The column types of grouping columns, each named after an axis. */
export function levelColumns(names: readonly string[]): Record<string, ColumnType> {
  return Object.fromEntries(names.map((name) => [name, "level" as const]));
}
