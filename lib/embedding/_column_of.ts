/** A column of a row-major table. */
export function columnOf(values: Float32Array, at: number, width: number): Float32Array {
  const column = new Float32Array(values.length / width);
  for (let row = 0; row < column.length; row++) column[row] = values[row * width + at]!;
  return column;
}
