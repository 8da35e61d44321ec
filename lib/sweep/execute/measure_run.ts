import type { Dataset } from "../../data/dataset.ts";
import { heldOutAccuracy } from "../../numbers/held_out_accuracy.ts";
import { latentHealth } from "../../numbers/latent_health.ts";
import type { Encoding, Training } from "../../training/engine.ts";
import type { RunDetails } from "../store/details.ts";
import type { LatentSummary } from "../store/record.ts";

/** What is measured of a run besides its losses. */
export interface RunMeasures {
  readonly latent: LatentSummary;
  readonly details: RunDetails;
}

/**
 * Measures a trained network beyond its losses: what each test sample's error is, which latent dimensions are used, and
 * how well cancer types can be predicted from the posterior means. Nothing random is drawn: the same network gives the
 * same numbers.
 *
 * @param training At the epoch that is reported.
 */
export function measureRun(
  training: Pick<Training, "encode" | "sampleErrors">,
  { train, test }: Pick<Dataset, "train" | "test">,
): RunMeasures {
  const encoded = training.encode("test"), latentSize = encoded.mean.length / test.rows;
  const health = healthOf(encoded, test.rows, latentSize), learned = training.encode("train").mean;
  const accuracy = health && learned.every(Number.isFinite)
    ? heldOutAccuracy(
      { rows: train.rows, columns: latentSize, values: learned, labels: train.cancerTypes },
      { rows: test.rows, columns: latentSize, values: encoded.mean, labels: test.cancerTypes },
    )
    : null;
  const nothing = new Float64Array(latentSize).fill(NaN);
  return {
    latent: {
      activeUnits: health?.activeUnits ?? null,
      effectiveRank: health?.effectiveRank ?? null,
      knnAccuracy: accuracy?.nearestNeighbours ?? null,
      logisticAccuracy: accuracy?.logisticRegression ?? null,
    },
    details: {
      errors: training.sampleErrors("test"),
      kl: health?.kl ?? nothing,
      activity: health?.activity ?? nothing,
    },
  };
}

/** Null for a single sample, or where a run that is finite on validation samples is not on test samples. */
function healthOf({ mean, logVariance }: Encoding, samples: number, latentSize: number) {
  const finite = (values: Float32Array, largest: number) =>
    values.every((v) => Math.abs(v) < largest);
  // Beyond these, squares and exponentials overflow.
  if (samples < 2 || !finite(mean, 1e150) || !finite(logVariance, 700)) return null;
  return latentHealth({ samples, latentSize, means: mean, logVariances: logVariance });
}
