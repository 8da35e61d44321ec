import type pl from "nodejs-polars";

/**
 * A frame's rows as plain objects, for figures that take rows.
 *
 * Which columns a frame has is not known to the type checker: the rows get the type that is asked for.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { rowsOf } from "./rows_of.ts";
 * const [row] = rowsOf<{ model: string }>(pl.DataFrame({ model: ["vae"] }));
 * if (row!.model !== "vae") throw new Error("wrong row");
 * ```
 */
export function rowsOf<Row extends object>(frame: pl.DataFrame): Row[] {
  return frame.toRecords() as unknown as Row[];
}
