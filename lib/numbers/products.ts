import type { Samples } from "./column_means.ts";

/** The inner products of each sample with each other one, row-major samples × others. */
export type Products = (samples: Samples, others: Samples) => ArrayLike<number>;
