/** Words that R does not take as names. */
const RESERVED = new Set(
  "if else repeat while function for next break TRUE FALSE NULL Inf NaN NA NA_integer_ NA_real_ NA_character_ in"
    .split(" "),
);

/**
 * A name as R's make.names changes it, which read.table and data.frame do unless check.names = FALSE is said: anything
 * but letters, digits, dots and underscores becomes a dot, and an X comes before what may not begin a name.
 *
 * @example
 * ```ts
 * import { makeNames } from "./r_names.ts";
 * if (makeNames("1A-1") !== "X1A.1") throw new Error("not as R");
 * if (makeNames("S 1_a") !== "S.1_a") throw new Error("not as R");
 * ```
 */
export function makeNames(name: string): string {
  const starts = /^(?:\p{L}|\.(?!\d))/u.test(name);
  const changed = `${starts ? "" : "X"}${name}`.replace(/[^\p{L}\p{N}._]/gu, ".");
  return RESERVED.has(changed) ? `${changed}.` : changed;
}
