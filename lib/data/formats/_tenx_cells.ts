import { InputError } from "../../errors.ts";

/**
 * Refuses 10x' raw matrix, most of whose barcodes are empty droplets.
 *
 * @param starts Where the entries of each barcode begin, and after them all where they end.
 * @param filtered What to give instead.
 * @throws {InputError} If more than half of the barcodes have no counts.
 */
export function requireCells(
  path: string,
  starts: ArrayLike<number | bigint>,
  filtered: string,
): void {
  let empty = 0;
  for (let at = 1; at < starts.length; at++) if (starts[at] === starts[at - 1]) empty++;
  if (2 * empty < starts.length) return;
  const count = (number: number) => number.toLocaleString("en");
  throw new InputError(
    `Cannot read ${path}: ${count(empty)} of its ${
      count(starts.length - 1)
    } barcodes have no counts, as in the ` +
      `raw matrix, which has empty droplets; give ${filtered}`,
  );
}
