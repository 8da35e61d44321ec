import pl from "nodejs-polars";
import { writeWhole } from "../files.ts";
import { NewFile } from "../files/new_file.ts";
import { writeParquet } from "../sweep/store/write_parquet.ts";
import type { TrainedModel } from "../training/trained_model.ts";
import type { Embedding, Reconstruction } from "./embed_samples.ts";
import type { EmbeddingFile, EmbeddingFileOptions } from "./embedding_file.ts";

/** An embedding as a table with a row for each sample, and reconstructions as another one beside it. */
export class TableFiles implements EmbeddingFile {
  readonly #path: string;
  readonly #genes: readonly string[];
  readonly #beside: string;
  readonly #reconstruction: NewFile | undefined;
  #isFirst = true;

  constructor(path: string, { genes }: TrainedModel, { reconstruct }: EmbeddingFileOptions) {
    this.#path = path;
    this.#genes = genes;
    this.#beside = path.replace(/\.csv$/, ".reconstruction.csv");
    if (reconstruct) this.#reconstruction = new NewFile(this.#beside);
  }

  reconstruction({ samples, values }: Reconstruction): void {
    const genes = this.#genes;
    const columns = genes.map((gene, at) => numbers(gene, values, at, genes.length));
    const frame = pl.DataFrame([pl.Series("sample", [...samples], pl.Utf8), ...columns]);
    const text = String(frame.writeCSV({ includeHeader: this.#isFirst }));
    this.#isFirst = false;
    this.#reconstruction!.write(new TextEncoder().encode(text));
  }

  write(embedding: Embedding): readonly string[] {
    const { samples, latentSize, means, logVariances, errors, unlike } = embedding;
    const isUnlike = new Set(unlike);
    const columns: pl.Series[] = [pl.Series("sample", [...samples], pl.Utf8)];
    const add = (name: string, values: Float32Array | null) => {
      for (let at = 0; values && at < latentSize; at++) {
        columns.push(numbers(`${name}_${at + 1}`, values, at, latentSize));
      }
    };
    add("latent", means);
    add("log_variance", logVariances);
    columns.push(numbers("error", errors, 0, 1));
    if (unlike) {
      const flags = samples.map((_, sample) => isUnlike.has(sample));
      columns.push(pl.Series("unlike_training", flags, pl.Bool));
    }
    const frame = pl.DataFrame(columns);
    if (this.#path.endsWith(".csv")) writeWhole(this.#path, frame.writeCSV());
    else writeParquet(this.#path, frame);
    this.#reconstruction?.keep();
    return this.#reconstruction ? [this.#path, this.#beside] : [this.#path];
  }

  [Symbol.dispose](): void {
    this.#reconstruction?.[Symbol.dispose]();
  }
}

/** A column of a row-major table. */
function numbers(name: string, values: Float32Array, at: number, width: number): pl.Series {
  const column = new Float32Array(values.length / width);
  for (let row = 0; row < column.length; row++) column[row] = values[row * width + at]!;
  return pl.Series(name, column, pl.Float32);
}
