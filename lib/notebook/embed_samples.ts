import { describeEmbedding } from "../embedding/describe_embedding.ts";
import {
  type Embedding,
  type EmbedOptions,
  embedSamples as embedIn,
} from "../embedding/embed_samples.ts";
import { print } from "../format/print.ts";
import { projectFolders } from "../project.ts";
import type { TrainedModel } from "../training/trained_model.ts";

/**
 * Puts the samples of a file through a trained network, and says below the cell what was understood of the file.
 *
 * @param trained What `train` returns as `trained`, or `TrainedModel.load` reads.
 * @param nameOrPath As for `loadCohort`.
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
 * const { samples } = await embedSamples(trained!, "synthetic-60x30");
 * if (samples.length !== 60) throw new Error("expected 60 samples");
 * ```
 */
export async function embedSamples(
  trained: TrainedModel,
  nameOrPath: string,
  options: EmbedOptions = {},
): Promise<Embedding> {
  const { dataFolder } = projectFolders();
  const embedding = await embedIn(trained, nameOrPath, { dataFolder, ...options });
  const { lines, warnings } = describeEmbedding(embedding, trained, nameOrPath);
  print(...lines.map(({ what, text }) => `${what.padEnd(9)}  ${text}`), ...warnings);
  return embedding;
}
