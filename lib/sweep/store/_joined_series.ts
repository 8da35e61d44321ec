import pl from "nodejs-polars";

/** Cells that follow each other; numbers that are all there may be an array of numbers alone. */
export type Cells = readonly unknown[] | Float64Array;

/**
 * A column of cells that come in pieces, one after the other. Numbers of which none is missing go through an array of numbers
 * alone: others take several times its time and memory.
 *
 * @param pieces Such as the cells of a run each.
 */
export function joinedSeries(
  name: string,
  pieces: readonly Cells[],
  type: pl.DataType,
): pl.Series {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  let at = 0;
  if (type.equals(pl.Float64) && pieces.every(isWhole)) {
    const numbers = new Float64Array(length);
    for (const piece of pieces) {
      numbers.set(piece as ArrayLike<number>, at);
      at += piece.length;
    }
    return pl.Series(name, numbers);
  }
  const values: unknown[] = Array(length);
  for (const piece of pieces) for (let i = 0; i < piece.length; i++) values[at++] = piece[i];
  return pl.Series(name, values, type);
}

function isWhole(cells: Cells): boolean {
  return cells instanceof Float64Array || !cells.includes(null);
}
