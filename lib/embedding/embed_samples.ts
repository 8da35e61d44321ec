import { type AlignOptions, alignSamples } from "../data/aligned_samples.ts";
import type { MatrixSource } from "../data/expression_matrix.ts";
import type { Notice } from "../data/notices.ts";
import type { PreparedDataset } from "../data/prepare.ts";
import { InputError } from "../errors.ts";
import { slope } from "../numbers/slope.ts";
import { slopeDeviation } from "../numbers/slope_deviation.ts";
import type { TrainedModel } from "../training/trained_model.ts";

/** What a network makes of samples. */
export interface Embedding {
  /** Ids, in the order of the file. */
  readonly samples: readonly string[];
  readonly latentSize: number;
  /** Latent means, row-major samples × latent size. */
  readonly means: Float32Array;
  /** Their log variances; null where they were not asked for. */
  readonly logVariances: Float32Array | null;
  /** Mean squared error of each sample's reconstruction, over the genes that the file has. */
  readonly errors: Float32Array;
  /** Positions of the samples that are unlike the training; null where the network does not know its usual errors. */
  readonly unlike: readonly number[] | null;
  /** Of each of the network's genes, whether the file has it. */
  readonly found: readonly boolean[];
  readonly genesInFile: number;
  /**
   * Slope of the file's gene means over those of the training: about 1 where numbers have the training's scale, whatever
   * kind of samples these are, and 0.69 for natural logarithms where the training had those to base 2. Null where its
   * standard error is above 0.05, as for few genes, and above a quarter of it where it is above 2; or where all means of the
   * training are alike.
   */
  readonly geneMeanSlope: number | null;
  /** How the file's numbers were scaled. */
  readonly scale: NonNullable<AlignOptions["scale"]>;
  readonly source: MatrixSource;
  readonly report: readonly Notice[];
}

/** Some samples' reconstructions. */
export interface Reconstruction {
  readonly samples: readonly string[];
  /** In the units of the scaled matrix, row-major samples × genes. */
  readonly values: Float32Array;
}

/** Options of {@linkcode embedSamples}. */
export interface EmbedOptions extends AlignOptions {
  /** How the file's numbers are scaled. @default {as those of the training were} */
  readonly scale?: AlignOptions["scale"];
  /** Whether log variances are kept. @default false */
  readonly logVariance?: boolean;
  /** Told how many samples of how many have been put through. */
  readonly onEmbedded?: (done: number, total: number) => void;
  /** Takes the reconstructions, some samples at a time. @default {they are not kept} */
  readonly onReconstruction?: (reconstruction: Reconstruction) => void;
}

/**
 * Puts the samples of a file through a trained network, a few at a time. Genes are found by their ids and scaled with the
 * training's means and deviations; those that the file lacks count as the training mean.
 *
 * @param trained On whatever tfjs backend is loaded.
 * @param nameOrPath As for `loadCohort`: a file of any format that a sweep reads.
 * @throws {InputError} If the file cannot be read, or has none of the network's genes.
 *
 * @example
 * ```ts
 * import { prepareDataset } from "../data/prepare.ts";
 * import { syntheticCohort } from "../data/synthetic.ts";
 * import { vae } from "../models/mod.ts";
 * import { openEngine } from "../training/open_engine.ts";
 * import { train } from "../training/train.ts";
 * import { embedSamples } from "./embed_samples.ts";
 * const dataset = prepareDataset(syntheticCohort({ samples: 60, genes: 40 }), { genes: 20 });
 * const { trained } = await train(vae, dataset, {
 *   engine: await openEngine({ backend: "cpu" }), latentSize: 2, hiddenSize: 4, batchSize: 16, maxEpochs: 2,
 * });
 * const { samples, means } = await embedSamples(trained!, "synthetic-60x40");
 * if (samples.length !== 60 || means.length !== 120) throw new Error("expected 60 × 2 numbers");
 * ```
 */
export async function embedSamples(
  trained: TrainedModel,
  nameOrPath: string,
  { scale, logVariance = false, onEmbedded, onReconstruction, ...reading }: EmbedOptions = {},
): Promise<Embedding> {
  const { latentSize, genes } = trained, { means, standardDeviations } = trained.content;
  if (means === null || standardDeviations === null) {
    throw new InputError(
      `Cannot embed ${nameOrPath}: the network does not say how its data were scaled; train it on a prepared dataset`,
    );
  }
  const scaled = scale ?? trained.content.scale as Embedding["scale"] ?? "as-is";
  const scaling = { genes, means, standardDeviations };
  using aligned = await alignSamples(nameOrPath, scaling, { ...reading, scale: scaled });
  const { samples, found, genesInFile, source, report } = aligned, count = samples.length;
  const latent = new Float32Array(count * latentSize), errors = new Float32Array(count);
  const logVariances = logVariance ? new Float32Array(latent.length) : null;
  const present = found.flatMap((isFound, gene) => isFound ? [gene] : []), width = genes.length;
  const shifts = new Float64Array(width), numbers = new Float64Array(width);
  for (const { start, rows, values, known } of aligned.blocks()) {
    const encoded = trained.encode(values), estimates = trained.decode(encoded.mean);
    latent.set(encoded.mean, start * latentSize);
    logVariances?.set(encoded.logVariance, start * latentSize);
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (const gene of present) {
        const z = values[row * width + gene]!;
        sum += (estimates[row * width + gene]! - z) ** 2;
        shifts[gene]! += z;
      }
      errors[start + row] = sum / present.length;
    }
    for (const gene of present) numbers[gene]! += known[gene]!;
    if (onReconstruction) {
      estimates.forEach((z, i) =>
        estimates[i] = z * standardDeviations[i % width]! + means[i % width]!
      );
      onReconstruction({ samples: samples.slice(start, start + rows), values: estimates });
    }
    onEmbedded?.(start + rows, count);
    // Signals are heard between two blocks alone.
    await new Promise((resolve) => setTimeout(resolve));
  }
  const limit = trained.content.errorLimit?.value, told = present.filter((gene) => numbers[gene]!);
  return {
    ...{ samples, latentSize, means: latent, logVariances, errors },
    unlike: limit === undefined
      ? null
      : [...errors.keys()].filter((sample) => !(errors[sample]! <= limit)),
    geneMeanSlope: slopeOf(
      told.map((gene) => means[gene]!),
      told.map((gene) => means[gene]! + shifts[gene]! / numbers[gene]! * standardDeviations[gene]!),
    ),
    ...{ found, genesInFile, scale: scaled, source, report },
  };
}

/**
 * Refuses a file that {@linkcode embedSamples} would refuse, by the data that a network is going to be trained on.
 *
 * @throws {InputError} If the file cannot be read, or has none of the genes.
 */
export async function requireEmbeddable(
  nameOrPath: string,
  { scale: trainedOn = "as-is", ...scaling }: PreparedDataset,
  { scale = trainedOn, ...reading }: AlignOptions = {},
): Promise<void> {
  using _aligned = await alignSamples(nameOrPath, scaling, { ...reading, scale });
}

/** Above this standard error a slope says nothing; a steep one, as of counts, may be known less well. */
const UNCERTAIN = 0.05, STEEP = 2;

function slopeOf(training: readonly number[], file: readonly number[]): number | null {
  const found = slope(training, file), most = found > STEEP ? found / 4 : UNCERTAIN;
  return slopeDeviation(training, file) <= most ? found : null;
}
