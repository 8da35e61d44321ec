import { InputError } from "../errors.ts";
import { columnMeans } from "../numbers/column_means.ts";
import type { TrainedModel } from "../training/trained_model.ts";

/** How a gene goes with a dimension of the latent space. */
export interface LatentGene {
  readonly gene: string;
  /** Its change in the reconstruction, in training standard deviations, over one standard deviation of the dimension. */
  readonly weight: number;
  /** Pearson correlation of its values with the dimension's posterior means. */
  readonly correlation: number;
}

/** Options of {@linkcode latentGenes}. */
export interface LatentGenesOptions {
  /** The dimension, from 0. @default {that whose posterior means vary most} */
  readonly dimension?: number;
  /** How many genes. @default 20 */
  readonly top?: number;
}

/** The genes behind a dimension. */
export interface DimensionGenes {
  readonly dimension: number;
  /** Largest weights first, whatever their sign. */
  readonly genes: readonly LatentGene[];
}

/** Samples that are decoded at a time. */
const ROWS = 256;

/**
 * The genes behind a dimension of a network's latent space: what the decoder changes along it, averaged over samples, and
 * what goes with it in the data. For a decoder of one layer the first is its weight, times the dimension's standard deviation.
 *
 * @param trained On whatever tfjs backend is loaded.
 * @param values Scaled expression of samples, row-major [rows, genes], such as `dataset.train.values`.
 * @throws {InputError} If there is no such dimension, or fewer than two samples.
 *
 * @example
 * ```ts
 * import { prepareDataset } from "../data/prepare.ts";
 * import { syntheticCohort } from "../data/synthetic.ts";
 * import { vae } from "../models/mod.ts";
 * import { openEngine } from "../training/open_engine.ts";
 * import { train } from "../training/train.ts";
 * import { latentGenes } from "./latent_genes.ts";
 * const dataset = prepareDataset(syntheticCohort({ samples: 60, genes: 40 }));
 * const { trained } = await train(vae, dataset, {
 *   engine: await openEngine({ backend: "cpu" }), latentSize: 2, hiddenSize: 4, batchSize: 16, maxEpochs: 2,
 * });
 * const { genes } = latentGenes(trained!, dataset.train.values, { dimension: 1, top: 5 });
 * if (genes.length !== 5 || Math.abs(genes[0]!.correlation) > 1) throw new Error("expected five genes");
 * ```
 */
export function latentGenes(
  trained: TrainedModel,
  values: Float32Array,
  { dimension, top = 20 }: LatentGenesOptions = {},
): DimensionGenes {
  const { latentSize, genes } = trained, { mean: latent } = trained.encode(values);
  const rows = latent.length / latentSize, width = genes.length;
  if (rows < 2) throw new InputError("Cannot tell the genes of a latent dimension from one sample");
  const centres = columnMeans({ rows, columns: latentSize, values: latent });
  const deviations = Array.from({ length: latentSize }, (_, at) => {
    let squares = 0;
    for (let row = 0; row < rows; row++) {
      squares += (latent[row * latentSize + at]! - centres[at]!) ** 2;
    }
    return Math.sqrt(squares / (rows - 1));
  });
  const chosen = dimension ?? deviations.indexOf(Math.max(...deviations));
  if (!(Number.isInteger(chosen) && chosen >= 0 && chosen < latentSize)) {
    throw new InputError(
      `Cannot tell the genes of dimension ${dimension}: the latent space has ${latentSize}, counted from 0`,
    );
  }
  const deviation = deviations[chosen]!, weights = new Float64Array(width);
  const means = columnMeans({ rows, columns: width, values });
  const products = new Float64Array(width), squares = new Float64Array(width);
  for (let start = 0; start < rows; start += ROWS) {
    const end = Math.min(rows, start + ROWS),
      points = latent.slice(start * latentSize, end * latentSize);
    const shifted = (by: number) =>
      trained.decode(points.map((z, i) => i % latentSize === chosen ? z + by * deviation : z));
    const above = shifted(0.5), below = shifted(-0.5);
    for (let row = start; row < end; row++) {
      const z = latent[row * latentSize + chosen]! - centres[chosen]!;
      for (let gene = 0; gene < width; gene++) {
        const at = (row - start) * width + gene, x = values[row * width + gene]! - means[gene]!;
        weights[gene]! += (above[at]! - below[at]!) / rows;
        products[gene]! += x * z;
        squares[gene]! += x * x;
      }
    }
  }
  const spread = deviation * Math.sqrt(rows - 1);
  const all = genes.map((gene, i): LatentGene => ({
    gene,
    weight: weights[i]!,
    correlation: products[i]! / (Math.sqrt(squares[i]!) * spread),
  }));
  const genesOf = all.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, top);
  return { dimension: chosen, genes: genesOf };
}
