/** The levels of an axis, and which of them each run has. */
interface Axis {
  readonly levels: readonly unknown[];
  readonly codes: Int32Array;
}

/** How many combinations of levels some axes have. */
export function cellCount(axes: readonly Axis[]): number {
  return axes.reduce((product, { levels }) => product * levels.length, 1);
}

/** The combination of levels that a run has, as a number from 0: the last axis changes from one to the next. */
export function cellOf(axes: readonly Axis[], run: number): number {
  let cell = 0;
  for (let axis = 0; axis < axes.length; axis++) {
    const { levels, codes } = axes[axis]!;
    cell = cell * levels.length + codes[run]!;
  }
  return cell;
}
