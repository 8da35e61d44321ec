import type { Embedding, Reconstruction } from "./embed_samples.ts";

/** What is known of an embedding's network besides what it holds itself, such as run and folder. */
export type Provenance = Readonly<Record<string, string | number>>;

/** Where an embedding is written. */
export interface EmbeddingFile extends Disposable {
  /** Takes some samples' reconstructions, in their order. */
  reconstruction(some: Reconstruction): void;
  /** Writes all else, and gives the files their names. @returns Their paths. */
  write(embedding: Embedding): readonly string[];
}

/** Options of `openEmbeddingFile`. */
export interface EmbeddingFileOptions {
  /** Whether reconstructions are going to be written. @default {false} */
  readonly reconstruct?: boolean;
  /** @default {} */
  readonly provenance?: Provenance;
}
