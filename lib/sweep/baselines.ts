import pl from "nodejs-polars";
import type { Dataset } from "../data/dataset.ts";
import { InputError } from "../errors.ts";
import { pcaErrors } from "../numbers/pca.ts";
import type { PrincipalComponents } from "../numbers/principal_components.ts";
import { leadingComponents } from "../tensorflow/leading_components.ts";
import { readTable } from "./store/read_table.ts";
import { writeTable } from "./store/write_table.ts";

/** A row of {@linkcode baselineRows}. */
export interface BaselineRow {
  /** "mean": every gene's training mean for every sample; "pca": the best linear reconstruction. */
  readonly method: "mean" | "pca";
  /** Components, to compare with the latent size; 0 for the mean predictor. */
  readonly components: number;
  /** Components used: fewer where training samples cannot tell as many. */
  readonly components_used: number;
  readonly test_mse: number;
  /** 1 − test_mse / the mean predictor's, as in the results. */
  readonly test_r2: number;
}

/**
 * The baselines on the same split as the models: the mean predictor, and PCA with as many components as a latent space
 * has dimensions, fitted to the training samples only.
 *
 * @param dataset Its training and test split are used.
 * @param components Numbers of components: the latent sizes of the sweep.
 * @param found The training split's components. @default computed here
 * @returns A row for the mean predictor and one per number of components.
 * @throws {InputError} If a number of components is not an integer from 1.
 */
export function baselineRows(
  dataset: Pick<Dataset, "train" | "test" | "genes">,
  components: readonly number[],
  found?: PrincipalComponents,
): BaselineRow[] {
  const wrong = components.find((count) => !Number.isInteger(count) || count < 1);
  if (wrong !== undefined) {
    throw new InputError(
      `Cannot fit ${wrong} components: a number of components is an integer from 1`,
    );
  }
  const columns = dataset.genes.length, most = { components: Math.max(0, ...components) };
  const train = { ...dataset.train, columns }, test = { ...dataset.test, columns };
  const errors = pcaErrors(found ?? leadingComponents(train, most), test);
  return [0, ...components].map((count) => {
    const used = Math.min(count, errors.length - 1), error = errors[used]!;
    return {
      method: count === 0 ? "mean" : "pca",
      components: count,
      components_used: used,
      test_mse: error,
      test_r2: 1 - error / errors[0]!,
    };
  });
}

/** The baselines on one of a sweep's datasets. */
export interface DatasetBaseline extends BaselineRow {
  readonly split_seed: number;
  readonly genes: number | null;
}

/**
 * Writes baselines.csv and baselines.parquet: {@linkcode baselineRows} for each dataset and each latent size, with
 * a column `split_seed`, and one `genes` where the sweep varies their number.
 *
 * @param folder The result folder.
 * @returns The paths written.
 */
export function writeBaselines(folder: string, rows: readonly DatasetBaseline[]): string[] {
  const sorted = rows.toSorted((a, b) =>
    a.split_seed - b.split_seed || a.genes! - b.genes! || a.components - b.components
  );
  return writeTable(`${folder}/baselines`, baselinesFrame(sorted));
}

/**
 * Reads the baselines of a result folder. Those of earlier versions call the column `split_seed` by the name `seed`.
 *
 * @returns Null if there are none.
 * @throws {InputError} If the file is damaged.
 */
export function readBaselines(folder: string): pl.DataFrame | null {
  const table = readTable(`${folder}/baselines.parquet`);
  return table?.columns.includes("seed") ? table.rename({ seed: "split_seed" }) : table;
}

function baselinesFrame(rows: readonly DatasetBaseline[]): pl.DataFrame {
  const column = (name: keyof DatasetBaseline, type: pl.DataType) =>
    pl.Series(name, rows.map((row) => row[name]), type);
  return pl.DataFrame([
    column("split_seed", pl.Int64),
    ...rows.some(({ genes }) => (genes ?? null) !== null) ? [column("genes", pl.Int64)] : [],
    column("method", pl.Utf8),
    column("components", pl.Int64),
    column("components_used", pl.Int64),
    column("test_mse", pl.Float64),
    column("test_r2", pl.Float64),
  ]);
}
