import { InputError } from "../../errors.ts";
import { cellBounds, cellText } from "../text/cells.ts";
import type { Line } from "../text/line.ts";
import { isTextCell } from "./_number_cell.ts";

/**
 * Says that a row holds texts alone: above numbers it is a second header, or tells about the samples.
 *
 * @param kept Positions of the columns of numbers among those after the first.
 * @returns Undefined for any other row.
 */
export function rowOfTexts(
  path: string,
  line: Line,
  kept: readonly number[],
): InputError | undefined {
  const bounds = cellBounds(path, line);
  const texts = kept.map((at) => cellText(line.bytes, ...bounds[at + 1] ?? [0, 0]) ?? "");
  if (texts.length < 2 || !texts.every(isTextCell)) return undefined;
  return new InputError(
    `Cannot read ${path}, line ${line.number}: texts such as ${
      JSON.stringify(texts[0]!.slice(0, 40))
    } in every column; remove the line, and give what tells the samples' types as a table with --phenotype`,
  );
}
