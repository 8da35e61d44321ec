import type { Hdf5File } from "./_hdf5.ts";
import type { NoticeCounter } from "../notice_counter.ts";

/**
 * How many of a line's numbers are missing, and whether any is negative.
 *
 * @param place Where a number of the line stands, for a message.
 * @throws {InputError} If one is infinite.
 */
export function checkLine(
  file: Hdf5File,
  values: Float32Array,
  place: (at: number) => string,
  notices: NoticeCounter,
): { readonly missing: number; readonly negative: boolean } {
  let missing = 0, first = -1, negative = false;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value < 0) negative = true;
    if (value !== value) {
      if (missing++ === 0) first = at;
    } else if (value === Infinity || value === -Infinity) {
      throw file.problem(
        place(at),
        "it is not a finite number (of float32); correct it, or write NaN where the value is missing",
      );
    }
  }
  if (missing > 0) notices.add("missing-cells", place(first), missing);
  return { missing, negative };
}
