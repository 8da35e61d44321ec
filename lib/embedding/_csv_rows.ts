import pl from "nodejs-polars";
import { NewFile } from "../files/new_file.ts";
import { columnOf } from "./_column_of.ts";
import type { RowsFile } from "./_rows_file.ts";

/** Rows of samples × genes as CSV. */
export class CsvRows implements RowsFile {
  readonly #file: NewFile;
  readonly #genes: readonly string[];
  #isFirst = true;

  constructor(path: string, genes: readonly string[]) {
    this.#file = new NewFile(path);
    this.#genes = genes;
  }

  add(samples: readonly string[], values: Float32Array): void {
    const genes = this.#genes;
    const columns = genes.map((gene, at) =>
      pl.Series(gene, columnOf(values, at, genes.length), pl.Float32)
    );
    const frame = pl.DataFrame([pl.Series("sample", [...samples], pl.Utf8), ...columns]);
    const text = String(frame.writeCSV({ includeHeader: this.#isFirst }));
    this.#isFirst = false;
    this.#file.write(new TextEncoder().encode(text));
  }

  keep(): void {
    this.#file.keep();
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }
}
