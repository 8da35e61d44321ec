/** Where a table of samples × genes is written some rows at a time, which appears whole or not at all. */
export interface RowsFile extends Disposable {
  /** @param values Row-major samples × genes. */
  add(samples: readonly string[], values: Float32Array): void;
  /** Gives the file its name, once all rows are in it. */
  keep(): void;
}
