import type { Dataset } from "../data/dataset.ts";
import type { Embedding } from "../embedding/embed_samples.ts";
import { InputError } from "../errors.ts";
import { centre } from "../numbers/centre.ts";
import { columnMeans } from "../numbers/column_means.ts";
import { dot } from "../numbers/dot.ts";
import { truncatedSvd } from "../numbers/truncated_svd.ts";
import type { TrainedModel } from "../training/trained_model.ts";
import { planeTitles } from "./_plane_titles.ts";
import type { ScatterPlane } from "./latent_points.ts";

/** What the points are, in the order of their colours. */
const OLD = "of the training", NEW = "new", UNLIKE = "new, unlike the training";

/**
 * New samples among those of the training: latent means on the first two principal components of the training samples'
 * own, so that where these lie does not depend on what is new. Those of the training are the background.
 *
 * @param trained A network of two latent dimensions or more.
 * @param dataset What it was trained on.
 * @param embedding What `embedSamples` made of the new samples.
 * @throws {InputError} If the latent space has one dimension.
 *
 * @example
 * ```ts ignore
 * const { points, ...axes } = newAmongOld(network, dataset, embedded);
 * await show(latentScatter(points, { ...axes, legend: "Samples" }));
 * ```
 */
export function newAmongOld(
  trained: TrainedModel,
  dataset: Pick<Dataset, "train">,
  { samples, means, unlike }: Pick<Embedding, "samples" | "means" | "unlike">,
): ScatterPlane {
  const { latentSize: columns } = trained, { train } = dataset;
  if (columns < 2) {
    throw new InputError(
      "Cannot draw samples of one latent dimension in a plane; train a network of two or more",
    );
  }
  const old = { rows: train.rows, columns, values: trained.encode(train.values).mean };
  const centres = columnMeans(old), rows = centre(old);
  const found = truncatedSvd(rows, { components: 2 });
  const put = (centred: readonly Float64Array[]) => {
    const [x, y] = found.scores(centred);
    return (row: number) => ({ x: x?.[row] ?? 0, y: y?.[row] ?? 0 });
  };
  const oldAt = put(rows);
  const newAt = put(centre({ rows: samples.length, columns, values: means }, centres));
  const strange = new Set(unlike);
  const points = [
    ...train.samples.map((sample, row) => ({
      ...oldAt(row),
      group: OLD,
      sample,
      background: true,
    })),
    ...samples.map((sample, row) => ({
      ...newAt(row),
      group: strange.has(row) ? UNLIKE : NEW,
      sample,
    })),
  ];
  const total = rows.reduce((sum, row) => sum + dot(row, row), 0);
  const [first = 0, second = 0] = [...found.values].map((value) => value ** 2 / total);
  return { points, ...planeTitles([first, second]) };
}
