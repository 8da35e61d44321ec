import type { Samples } from "./column_means.ts";

/** @throws {RangeError} Unless there are samples, and as many values as they say, of so many features. */
export function requireSamples({ rows, columns, values }: Samples, features = columns): void {
  if (rows > 0 && columns === features && values.length === rows * columns) return;
  throw new RangeError(
    `Cannot compare ${values.length} values of ${rows} × ${columns} samples over ${features} features: ` +
      "it needs a sample and a value for each feature",
  );
}
