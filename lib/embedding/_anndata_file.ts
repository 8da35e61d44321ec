import { type AttributeValue, Hdf5Writer } from "../data/formats/hdf5_writer.ts";
import type { TrainedModel } from "../training/trained_model.ts";
import type { Embedding, Reconstruction } from "./embed_samples.ts";
import type { EmbeddingFile, EmbeddingFileOptions, Provenance } from "./embedding_file.ts";

/** Of what AnnData marks its parts with, those that are written here. */
const encoded = (type: string, version: string): Record<string, AttributeValue> => ({
  "encoding-type": type,
  "encoding-version": version,
});
const ARRAY = encoded("array", "0.2.0"), TEXTS = encoded("string-array", "0.2.0");
const DICT = encoded("dict", "0.1.0"), NUMBER = encoded("numeric-scalar", "0.2.0");
const TEXT = encoded("string", "0.2.0"), CATEGORIES = encoded("categorical", "0.2.0");

/** An embedding as AnnData: https://anndata.readthedocs.io/en/latest/fileformat-prose.html */
export class AnnDataFile implements EmbeddingFile {
  readonly #path: string;
  readonly #file: Hdf5Writer;
  readonly #trained: TrainedModel;
  readonly #provenance: Provenance;
  readonly #rows: ((values: Float32Array) => void) | undefined;

  private constructor(
    path: string,
    file: Hdf5Writer,
    trained: TrainedModel,
    { reconstruct, provenance = {} }: EmbeddingFileOptions,
  ) {
    this.#path = path;
    this.#file = file;
    this.#trained = trained;
    this.#provenance = provenance;
    file.group("", encoded("anndata", "0.1.0"));
    for (const part of ["obsm", "varm", "obsp", "varp", "layers", "uns"]) file.group(part, DICT);
    if (reconstruct) this.#rows = file.rows("layers/reconstruction", trained.genes.length, ARRAY);
  }

  static async create(
    path: string,
    trained: TrainedModel,
    options: EmbeddingFileOptions,
  ): Promise<AnnDataFile> {
    return new AnnDataFile(path, await Hdf5Writer.create(path), trained, options);
  }

  reconstruction({ values }: Reconstruction): void {
    this.#rows!(values);
  }

  write(embedding: Embedding): readonly string[] {
    const { samples, latentSize, means, logVariances, errors, unlike, found } = embedding;
    const file = this.#file, shape = [samples.length, latentSize];
    this.#frame("obs", samples, ["error", ...unlike ? ["unlike_training"] : []]);
    file.numbers("obs/error", errors, [samples.length], ARRAY);
    const isUnlike = new Set(unlike);
    if (unlike) this.#yesOrNo("obs/unlike_training", samples.map((_, i) => isUnlike.has(i)));
    file.numbers("obsm/X_vae", means, shape, ARRAY);
    if (logVariances) file.numbers("obsm/X_vae_log_variance", logVariances, shape, ARRAY);
    const { genes, content } = this.#trained;
    this.#frame("var", genes, ["mean", "standard_deviation", "found"]);
    file.numbers("var/mean", content.means!, [genes.length], ARRAY);
    file.numbers("var/standard_deviation", content.standardDeviations!, [genes.length], ARRAY);
    this.#yesOrNo("var/found", found);
    this.#write(embedding);
    file.keep();
    return [this.#path];
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }

  /** Where it comes from. */
  #write({ found, genesInFile, scale, source, geneMeanSlope }: Embedding): void {
    const { name, latentSize, genes, content: { options, dataset, errorLimit } } = this.#trained;
    const limit = errorLimit && {
      error_limit: errorLimit.value,
      validation_share_above_limit: errorLimit.validationShare,
    };
    const all = {
      ...{ program: "vae-sensitivity", model: name, latent_size: latentSize },
      ...{ options: JSON.stringify(options), training_data: dataset.name },
      ...{ training_data_hash: dataset.hash, ...limit, ...this.#provenance },
      ...{ genes: genes.length, genes_found: found.filter(Boolean).length },
      ...{ genes_in_file: genesInFile, scale, format: source.format },
      ...geneMeanSlope !== null && { gene_mean_slope: geneMeanSlope },
    };
    const file = this.#file, folder = "uns/vae";
    file.group(folder, DICT);
    for (const [key, value] of Object.entries(all)) {
      if (typeof value === "string") file.texts(`${folder}/${key}`, value, TEXT);
      else file.numbers(`${folder}/${key}`, Float64Array.of(value), [], NUMBER);
    }
  }

  #frame(name: string, ids: readonly string[], columns: readonly string[]): void {
    const file = this.#file;
    const order = { _index: "_index", "column-order": columns };
    file.group(name, { ...encoded("dataframe", "0.2.0"), ...order });
    file.texts(`${name}/_index`, ids, TEXTS);
  }

  /** A category, which scanpy draws, where true and false are written in a way that this library lacks. */
  #yesOrNo(name: string, flags: readonly boolean[]): void {
    this.#file.group(name, { ...CATEGORIES, ordered: 0 });
    this.#file.texts(`${name}/categories`, ["no", "yes"], TEXTS);
    this.#file.numbers(`${name}/codes`, Int8Array.from(flags, Number), [flags.length], ARRAY);
  }
}
