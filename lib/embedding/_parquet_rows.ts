import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { NewFile } from "../files/new_file.ts";
import { columnOf } from "./_column_of.ts";
import type { RowsFile } from "./_rows_file.ts";

/**
 * Numbers in a group of rows. A file of Parquet ends with the place of each column in each group, which is in memory until
 * then: fewer and larger groups keep it small.
 */
const GROUP = 2 ** 23;

/** Rows of samples × genes as Parquet, a group of rows at a time, where Polars would need all of them in memory. */
export class ParquetRows implements RowsFile {
  readonly #file: NewFile;
  readonly #genes: readonly string[];
  readonly #bytes: FileBytes;
  readonly #parquet: ParquetWriter;
  #samples: string[] = [];
  #values: Float32Array[] = [];

  constructor(path: string, genes: readonly string[]) {
    this.#file = new NewFile(path);
    this.#genes = genes;
    this.#bytes = new FileBytes(this.#file);
    const sample = { name: "sample", type: "BYTE_ARRAY", converted_type: "UTF8" } as const;
    const numbers = genes.map((name) => ({ name, type: "FLOAT" } as const));
    const columns = [sample, ...numbers].map((column) => ({
      ...column,
      repetition_type: "REQUIRED" as const,
    }));
    this.#parquet = new ParquetWriter({
      writer: this.#bytes,
      schema: [{ name: "schema", num_children: columns.length }, ...columns],
      codec: "UNCOMPRESSED", // numbers of a network have nothing that repeats
      statistics: false,
      createdBy: "vae-sensitivity",
    });
  }

  add(samples: readonly string[], values: Float32Array): void {
    this.#samples.push(...samples);
    this.#values.push(values);
    if (this.#samples.length * this.#genes.length >= GROUP) this.#writeGroup();
  }

  keep(): void {
    if (this.#samples.length > 0) this.#writeGroup();
    this.#parquet.finish();
    this.#file.keep();
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }

  #writeGroup(): void {
    const samples = this.#samples, width = this.#genes.length;
    const values = new Float32Array(samples.length * width);
    let at = 0;
    for (const some of this.#values) {
      values.set(some, at);
      at += some.length;
    }
    const encoding = "PLAIN" as const;
    this.#parquet.write({
      columnData: [
        { name: "sample", data: samples, encoding },
        ...this.#genes.map((name, gene) => ({
          name,
          encoding,
          data: columnOf(values, gene, width),
        })),
      ],
      rowGroupSize: samples.length,
    });
    this.#samples = [];
    this.#values = [];
  }
}

/** What is written, which goes to the file after each group. */
class FileBytes extends ByteWriter {
  readonly #file: NewFile;

  constructor(file: NewFile) {
    super();
    this.#file = file;
  }

  flush(): void {
    this.#file.write(this.getBytes());
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}
