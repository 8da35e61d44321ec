import { centre } from "./centre.ts";
import { columnMeans, type Samples } from "./column_means.ts";
import { requireSamples } from "./_require_samples.ts";
import { truncatedSvd } from "./truncated_svd.ts";

/** The directions in which some samples vary most. */
export interface PrincipalComponents {
  /** The mean of each of these samples' features. */
  readonly means: Float64Array;
  /** Singular values of these samples less their means, largest first: as many as components could be told. */
  readonly values: Float64Array;
  /** Scores of any samples, less those means: an array for each component, with an entry per sample. */
  scores(samples: Samples): Float64Array[];
}

/** Options of a decomposition into principal components. */
export interface ComponentsOptions {
  /** How many are wanted at most. @default all */
  readonly components?: number;
}

/**
 * The principal components of some samples, exactly, in plain JavaScript: for hundreds of samples or features, as
 * {@linkcode truncatedSvd} says.
 *
 * @throws {RangeError} If the sizes do not fit or there are no samples.
 *
 * @example Points on a line have one component
 * ```ts
 * import { principalComponents } from "./principal_components.ts";
 * const { means, values } = principalComponents({ rows: 3, columns: 2, values: [0, 0, 1, 2, 2, 4] });
 * if (means[1] !== 2 || values.length !== 1) throw new Error("wrong components");
 * ```
 */
export function principalComponents(
  samples: Samples,
  options: ComponentsOptions = {},
): PrincipalComponents {
  requireSamples(samples);
  const means = columnMeans(samples), svd = truncatedSvd(centre(samples, means), options);
  return { means, values: svd.values, scores: (others) => svd.scores(centre(others, means)) };
}
