import type { Dataset } from "../data/dataset.ts";
import { sum } from "../numbers/sum.ts";
import type { ScatterPoint } from "../plots/latent_scatter.ts";
import type { SplitName } from "../training/engine.ts";
import { principalCoordinates } from "./principal_coordinates.ts";
import { type LiveTraining, trainedBy } from "./train_live.ts";

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
 * await show(latentScatter(latentPoints(trained, dataset)));
 * ```
 */
export function latentPoints(trained: LiveTraining, dataset: Dataset): ScatterPoint[] {
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
 * if (expressionPoints(dataset).length !== 60) throw new Error("not every sample");
 * ```
 */
export function expressionPoints(dataset: Dataset): ScatterPoint[] {
  const columns = dataset.genes.length, rows = SPLITS.map((split) => dataset[split].rows);
  const values = new Float32Array(columns * sum(rows));
  let at = 0;
  for (const split of SPLITS) {
    values.set(dataset[split].values, at);
    at += dataset[split].values.length;
  }
  return toPoints(dataset, values, columns);
}

function toPoints(dataset: Dataset, values: ArrayLike<number>, columns: number): ScatterPoint[] {
  const samples = SPLITS.flatMap((split) => dataset[split].samples);
  const groups = SPLITS.flatMap((split) => dataset[split].cancerTypes);
  const at = columns === 1
    ? { x: Float64Array.from(values), y: new Float64Array(samples.length) }
    : principalCoordinates({ rows: samples.length, columns, values });
  return samples.map((sample, i) => ({ x: at.x[i]!, y: at.y[i]!, group: groups[i]!, sample }));
}
