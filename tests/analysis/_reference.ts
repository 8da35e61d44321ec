import pl from "nodejs-polars";
import { REFERENCE } from "../numbers/_reference.ts";

export { assertClose, REFERENCE } from "../numbers/_reference.ts";

/** The reference's sweep as a results frame. */
export function referenceSweep(): pl.DataFrame {
  const columns = REFERENCE.sweep.columns as Record<string, (string | number | null)[]>;
  return pl.DataFrame(
    Object.entries(columns).map(([name, values]) => {
      const words = values.some((value) => typeof value === "string");
      return pl.Series(name, values, words ? pl.Utf8 : pl.Float64);
    }),
  );
}
