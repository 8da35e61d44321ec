/**
 * The part of a row-major table that keeps some levels of each axis.
 *
 * @param values Π sizes numbers.
 * @param kept Positions of the levels to keep, per axis.
 */
export function subTable(
  values: Float64Array,
  { sizes, kept }: { sizes: readonly number[]; kept: readonly (readonly number[])[] },
): Float64Array {
  let offsets = Int32Array.of(0);
  sizes.forEach((size, axis) => {
    const levels = kept[axis]!, next = new Int32Array(offsets.length * levels.length);
    for (let i = 0, to = 0; i < offsets.length; i++) {
      for (const level of levels) next[to++] = offsets[i]! * size + level;
    }
    offsets = next;
  });
  return Float64Array.from(offsets, (offset) => values[offset]!);
}
