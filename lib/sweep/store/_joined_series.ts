import pl from "nodejs-polars";

/**
 * A column of cells that come in pieces, one after the other. Numbers of which none is missing go through an array of numbers
 * alone: others take several times its time and memory.
 *
 * @param pieces Such as the cells of a run each.
 */
export function joinedSeries(
  name: string,
  pieces: readonly (readonly unknown[])[],
  type: pl.DataType,
): pl.Series {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const fill = <Values extends unknown[] | Float64Array>(values: Values): Values => {
    let at = 0;
    for (const piece of pieces) for (const cell of piece) values[at++] = cell as number;
    return values;
  };
  return type.equals(pl.Float64) && pieces.every((piece) => !piece.includes(null))
    ? pl.Series(name, fill(new Float64Array(length)))
    : pl.Series(name, fill(Array(length)), type);
}
