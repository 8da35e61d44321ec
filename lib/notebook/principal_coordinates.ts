import { centre } from "../numbers/centre.ts";
import type { Samples } from "../numbers/column_means.ts";
import { dot } from "../numbers/dot.ts";
import { truncatedSvd } from "../numbers/truncated_svd.ts";

/** Samples in the plane that shows most of their variance. */
export interface Coordinates {
  /** Score on each component, one per row. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Shares of the total variance of the two components. */
  readonly shares: readonly [number, number];
}

/**
 * The first two principal components' scores of some samples.
 *
 * The sign of a component is such that its score of largest size is positive.
 *
 * @throws {RangeError} If there are fewer than 2 rows or columns, or values do not fit the sizes.
 */
export function principalCoordinates(samples: Samples): Coordinates {
  const { rows, columns, values } = samples;
  if (rows < 2 || columns < 2 || values.length !== rows * columns) {
    throw new RangeError(
      `Cannot project ${values.length} values of ${rows} × ${columns} to a plane`,
    );
  }
  const centred = centre(samples);
  const found = truncatedSvd(centred, { components: 2 }), none = new Float64Array(rows);
  const [x = none, y = none] = found.scores(centred).map(signed);
  const total = centred.reduce((sum, row) => sum + dot(row, row), 0);
  const [first = 0, second = 0] = found.values;
  const share = (value: number) => value === 0 ? 0 : value ** 2 / total;
  return { x, y, shares: [share(first), share(second)] };
}

function signed(scores: Float64Array): Float64Array {
  const largest = scores.reduce(
    (best, value) => Math.abs(value) > Math.abs(best) ? value : best,
    0,
  );
  return largest < 0 ? scores.map((value) => -value) : scores;
}
