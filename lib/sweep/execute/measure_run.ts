import { labelsOf } from "../../data/labels_of.ts";
import type { Classifier } from "../../numbers/held_out_scores.ts";
import { latentHealth } from "../../numbers/latent_health.ts";
import type { AwaitedTraining, Encoding } from "../../training/engine.ts";
import type { RunDetails } from "../store/details.ts";
import { type LabelledSplits, labelScores } from "./label_scores.ts";
import type { LatentSummary } from "../store/record.ts";

/** What is measured of a run besides its losses. */
export interface RunMeasures {
  readonly latent: LatentSummary;
  readonly details: RunDetails;
}

/** What measuring needs of a trained network: it may go once this is read. */
export interface NetworkOutputs {
  readonly test: Encoding;
  /** Posterior means of the training samples, row-major [rows, latent size]. */
  readonly learned: Float32Array;
  /** Mean squared error over genes of each test sample. */
  readonly errors: Float32Array;
}

/**
 * What a network makes of the data, as far as that is measured.
 *
 * @param training At the epoch that is reported.
 */
export async function networkOutputs(
  training: Pick<AwaitedTraining, "encode" | "sampleErrors">,
): Promise<NetworkOutputs> {
  const test = await training.encode("test"), { mean: learned } = await training.encode("train");
  return { test, learned, errors: await training.sampleErrors("test") };
}

/**
 * Measures a trained network beyond its losses: what each test sample's error is, which latent dimensions are used, and
 * how well labels can be predicted from the posterior means. Nothing random is drawn: the same network gives the
 * same numbers.
 */
export function measureRun(
  { test: encoded, learned, errors }: NetworkOutputs,
  samples: LabelledSplits,
): RunMeasures {
  const { test } = samples, latentSize = encoded.mean.length / test.rows;
  const health = healthOf(encoded, test.rows, latentSize);
  const features = { columns: latentSize, train: learned, test: encoded.mean };
  const downstream = health && learned.every(Number.isFinite) ? labelScores(samples, features) : [];
  const [first] = labelsOf(test);
  const accuracyBy = (classifier: Classifier) =>
    downstream.find((score) => score.label === first!.name && score.classifier === classifier)
      ?.balancedAccuracy ?? null;
  const nothing = new Float64Array(latentSize).fill(NaN);
  return {
    latent: {
      activeUnits: health?.activeUnits ?? null,
      effectiveRank: health?.effectiveRank ?? null,
      knnAccuracy: accuracyBy("knn"),
      logisticAccuracy: accuracyBy("logistic"),
      downstream,
    },
    details: { errors, kl: health?.kl ?? nothing, activity: health?.activity ?? nothing },
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
