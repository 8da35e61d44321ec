import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import type { Treatment } from "./response.ts";

const COLUMNS = {
  axis: "text",
  /** All axes that are compared: one that is not among `axis` comes first nowhere. */
  over: "text",
  /** Share of the ranges in which the axis comes first. */
  share: "number",
  /** In how many ranges it comes first, and ranges in which something varies. */
  first: "integer",
  ranges: "integer",
  /** How many ranges there are, of which those counted are all or a sample. */
  possible: "number",
  treatment: "text",
} as const;

/** A row of {@linkcode searchRangeShares}, after the columns it is grouped by. */
export type RangeShareRow = RowOf<typeof COLUMNS, { treatment: Treatment }>;

type Row = Record<string, unknown>;

function shares(rows: readonly Row[], by: readonly string[]): Row[] {
  const known = rows.filter((row) => row.first !== null);
  const key = Object.fromEntries(by.map((name) => [name, rows[0]![name]]));
  const { over, possible, treatment } = rows[0]!;
  const counts = [...Map.groupBy(known, ({ first }) => first)]
    .map(([axis, ranges]) => ({ axis, first: ranges.length })).sort((a, b) => b.first - a.first);
  return counts.map(({ axis, first }) => ({
    ...{ ...key, axis, over, share: first / known.length, first },
    ...{ ranges: known.length, possible, treatment },
  }));
}

/**
 * In what share of the search ranges each hyper-parameter comes first.
 *
 * @param ranges What `searchRanges` returned.
 * @param by The columns it was grouped by. @default ["model"]
 * @returns One row per group and axis that comes first somewhere ({@linkcode RangeShareRow}), the most frequent first.
 * @throws {InputError} If a grouping column is missing.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { searchRanges } from "./search_ranges.ts";
 * import { searchRangeShares } from "./search_range_shares.ts";
 * const frame = pl.DataFrame({
 *   latent_size: [2, 5, 9], seed: [0, 0, 0], status: Array(3).fill("converged"), test_mse: [0.1, 0.1, 0.2],
 * });
 * const [row] = searchRangeShares(searchRanges(frame, { by: [] }), []).toRecords();
 * if (row!.axis !== "latent_size" || row!.share !== 1 || row!.ranges !== 2) throw new Error("wrong share");
 * ```
 */
export function searchRangeShares(
  ranges: pl.DataFrame,
  by: readonly string[] = ["model"],
): pl.DataFrame {
  const missing = by.find((name) => !ranges.columns.includes(name));
  if (missing !== undefined) {
    const known = ranges.columns.join(", ");
    throw new InputError(`Cannot group search ranges by ${missing}: they have ${known}`);
  }
  const groups = Map.groupBy<string, Row>(
    ranges.toRecords(),
    (row) => JSON.stringify(by.map((name) => row[name])),
  );
  const table = [...groups.values()].flatMap((rows) => shares(rows, by));
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
