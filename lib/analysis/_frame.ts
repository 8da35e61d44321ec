import pl from "nodejs-polars";

/** A column's type; "level" is whatever the values are (an axis: numbers, words or flags). Only "integer" admits no null. */
export type ColumnType = "text" | "number" | "integer" | "flag" | "level";

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
      return pl.Series(name, values.map((value) => value === null ? null : String(value)), pl.Utf8);
    case "flag":
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
