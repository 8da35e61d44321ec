/**
 * From a trained network to its use: samples of any file put through it, where they are written, and the genes behind
 * its latent space.
 *
 * @module
 */

export type { AlignOptions } from "../data/aligned_samples.ts";
export {
  type Embedding,
  type EmbedOptions,
  embedSamples,
  type Reconstruction,
} from "./embed_samples.ts";
export type { EmbeddingFile, EmbeddingFileOptions, Provenance } from "./embedding_file.ts";
export { exportNetwork } from "./export_network.ts";
export {
  type DimensionGenes,
  type LatentGene,
  latentGenes,
  type LatentGenesOptions,
} from "./latent_genes.ts";
export { openEmbeddingFile } from "./open_embedding_file.ts";
