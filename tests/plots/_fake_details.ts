/** What invented runs keep beside their results: errors by sample, latent dimensions, and baselines on the same splits. */

import pl from "nodejs-polars";
import type { KeptDetails } from "../../lib/sweep/store/details.ts";
import { latentFrame, samplesFrame } from "../../lib/sweep/store/details_frames.ts";
import type { FakeRow } from "./_fake_rows.ts";

/** Names of samples and cancer types, two samples of each of three types. */
export interface FakeNames {
  readonly sample?: string;
  readonly cancerType?: string;
}

/** The details of each finished run. */
export function fakeDetails(rows: readonly FakeRow[], names: FakeNames = {}): KeptDetails[] {
  const { sample = "sample", cancerType = "type" } = names;
  const numbers = [0, 1, 2, 3, 4, 5];
  const test = {
    samples: numbers.map((i) => `${sample}${i}`),
    cancerTypes: numbers.map((i) => `${cancerType}${i % 3}`),
    meanPredictor: numbers.map((i) => 0.8 + 0.1 * i),
  };
  return rows.filter((row) => row.test_mse !== null).map((row) => ({
    run: row.run,
    test,
    errors: numbers.map((i) => Math.min(1, row.test_mse!) * (0.8 + 0.1 * i)),
    kl: Array.from({ length: row.latent_size }, (_, i) => 2 / (1 + i)),
    activity: Array.from(
      { length: row.latent_size },
      (_, i) => i < row.active_units! ? 0.5 : 0.001,
    ),
  }));
}

/** The mean predictor and principal components for each seed and latent size. */
export function fakeBaselines(rows: readonly FakeRow[]): pl.DataFrame {
  const seeds = [...new Set(rows.map((row) => row.seed))];
  const sizes = [...new Set(rows.map((row) => row.latent_size))].sort((a, b) => a - b);
  return pl.DataFrame(seeds.flatMap((seed) =>
    [0, ...sizes].map((components) => ({
      split_seed: seed,
      method: components === 0 ? "mean" : "pca",
      components,
      components_used: components,
      test_mse: 1 / (1 + 0.5 * Math.log(1 + components)),
      test_r2: 1 - 1 / (1 + 0.5 * Math.log(1 + components)),
    }))
  ));
}

/** All that a report reads beside results and history. */
export function fakeFrames(rows: readonly FakeRow[]) {
  const details = fakeDetails(rows);
  return {
    samples: samplesFrame(details),
    latent: latentFrame(details),
    baselines: fakeBaselines(rows),
  };
}
