import type { Dataset } from "../data/dataset.ts";
import { sum } from "../numbers/sum.ts";
import type { ScatterPoint } from "../plots/latent_scatter.ts";
import type { SplitName } from "../training/engine.ts";
import { planeTitles } from "./_plane_titles.ts";
import { principalCoordinates } from "./principal_coordinates.ts";
import { type LiveTraining, trainedBy } from "./train_live.ts";

/** Samples in the plane of two principal components, and what its axes are called. */
export interface ScatterPlane {
  readonly points: readonly ScatterPoint[];
  /** Such as "Component 1 (32 % of the variance)". */
  readonly xTitle: string;
  readonly yTitle: string;
}

const SPLITS: readonly SplitName[] = ["train", "validation", "test"];

/**
 * Every sample's posterior mean, brought to two dimensions by principal components, with its cancer type.
 *
 * @param trained What `trainLive` returned.
 * @param dataset The dataset it was trained on.
 * @throws {Error} If the training diverged: there is no latent space.
 *
 * @example
 * ```ts ignore
 * const { points, ...axes } = latentPoints(trained, dataset);
 * await show(latentScatter(points, axes));
 * ```
 */
export function latentPoints(trained: LiveTraining, dataset: Dataset): ScatterPlane {
  const network = trainedBy(trained, dataset);
  const means = SPLITS.flatMap((split) => [...network.encode(dataset[split].values).mean]);
  return toPoints(dataset, means, network.latentSize);
}

/**
 * Every sample's scaled expression, brought to two dimensions by principal components, with its cancer type.
 *
 * @example
 * ```ts
 * import { prepareDataset } from "../data/prepare.ts";
 * import { syntheticCohort } from "../data/synthetic.ts";
 * import { expressionPoints } from "./latent_points.ts";
 * const dataset = prepareDataset(syntheticCohort({ samples: 60, genes: 20, cancerTypes: 2 }));
 * if (expressionPoints(dataset).points.length !== 60) throw new Error("not every sample");
 * ```
 */
export function expressionPoints(dataset: Dataset): ScatterPlane {
  const columns = dataset.genes.length, rows = SPLITS.map((split) => dataset[split].rows);
  const values = new Float32Array(columns * sum(rows));
  let at = 0;
  for (const split of SPLITS) {
    values.set(dataset[split].values, at);
    at += dataset[split].values.length;
  }
  return toPoints(dataset, values, columns);
}

function toPoints(dataset: Dataset, values: ArrayLike<number>, columns: number): ScatterPlane {
  const samples = SPLITS.flatMap((split) => dataset[split].samples);
  const groups = SPLITS.flatMap((split) => dataset[split].cancerTypes);
  const at = columns === 1
    ? {
      x: Float64Array.from(values),
      y: new Float64Array(samples.length),
      shares: [1, 0] as const,
    }
    : principalCoordinates({ rows: samples.length, columns, values });
  return {
    points: samples.map((sample, i) => ({ x: at.x[i]!, y: at.y[i]!, group: groups[i]!, sample })),
    ...planeTitles(at.shares),
  };
}
