import pl from "nodejs-polars";
import { writeWhole } from "../files.ts";
import { writeParquet } from "../sweep/store/write_parquet.ts";
import type { TrainedModel } from "../training/trained_model.ts";
import { columnOf } from "./_column_of.ts";
import { CsvRows } from "./_csv_rows.ts";
import type { Embedding, Reconstruction } from "./embed_samples.ts";
import type { EmbeddingFile, EmbeddingFileOptions } from "./embedding_file.ts";
import { ParquetRows } from "./_parquet_rows.ts";
import { reconstructionPath } from "./reconstruction_path.ts";
import type { RowsFile } from "./_rows_file.ts";

/** An embedding as a table with a row for each sample, and reconstructions as another one beside it. */
export class TableFiles implements EmbeddingFile {
  readonly #path: string;
  readonly #beside: string;
  readonly #reconstruction: RowsFile | undefined;

  constructor(path: string, { genes }: TrainedModel, { reconstruct }: EmbeddingFileOptions) {
    this.#path = path;
    this.#beside = reconstructionPath(path)!;
    if (!reconstruct) return;
    this.#reconstruction = this.#isText
      ? new CsvRows(this.#beside, genes)
      : new ParquetRows(this.#beside, genes);
  }

  reconstruction({ samples, values }: Reconstruction): void {
    this.#reconstruction!.add(samples, values);
  }

  write(embedding: Embedding): readonly string[] {
    const { samples, latentSize, means, logVariances, errors, unlike } = embedding;
    const isUnlike = new Set(unlike);
    const columns: pl.Series[] = [pl.Series("sample", [...samples], pl.Utf8)];
    const add = (name: string, values: Float32Array | null) => {
      for (let at = 0; values && at < latentSize; at++) {
        columns.push(
          pl.Series(`${name}_${at + 1}`, columnOf(values, at, latentSize), pl.Float32),
        );
      }
    };
    add("latent", means);
    add("log_variance", logVariances);
    columns.push(pl.Series("error", errors, pl.Float32));
    if (unlike) {
      const flags = samples.map((_, sample) => isUnlike.has(sample));
      columns.push(pl.Series("unlike_training", flags, pl.Bool));
    }
    const frame = pl.DataFrame(columns);
    // What is beside the means is theirs: it has its name first.
    this.#reconstruction?.keep();
    if (this.#isText) writeWhole(this.#path, frame.writeCSV());
    else writeParquet(this.#path, frame);
    return this.#reconstruction ? [this.#path, this.#beside] : [this.#path];
  }

  [Symbol.dispose](): void {
    this.#reconstruction?.[Symbol.dispose]();
  }

  get #isText(): boolean {
    return this.#path.endsWith(".csv");
  }
}
