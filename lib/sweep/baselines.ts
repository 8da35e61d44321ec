import pl from "nodejs-polars";
import { loadDataset } from "../data/dataset_file.ts";
import type { Dataset, Split } from "../data/dataset.ts";
import { InputError } from "../errors.ts";
import type { DatasetFile } from "./dataset_files.ts";
import { pcaErrors } from "../numbers/pca.ts";
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
 * @returns A row for the mean predictor and one per number of components.
 * @throws {InputError} If a number of components is not an integer from 1.
 */
export function baselineRows(
  dataset: Pick<Dataset, "train" | "test" | "genes">,
  components: readonly number[],
): BaselineRow[] {
  const wrong = components.find((count) => !Number.isInteger(count) || count < 1);
  if (wrong !== undefined) {
    throw new InputError(
      `Cannot fit ${wrong} components: a number of components is an integer from 1`,
    );
  }
  const columns = dataset.genes.length;
  const samples = ({ rows, values }: Split) => ({ rows, columns, values });
  const { errors, rank } = pcaErrors(samples(dataset.train), samples(dataset.test), {
    components: Math.max(0, ...components),
  });
  return [0, ...components].map((count) => {
    const used = Math.min(count, rank), error = errors[used]!;
    return {
      method: count === 0 ? "mean" : "pca",
      components: count,
      components_used: used,
      test_mse: error,
      test_r2: 1 - error / errors[0]!,
    };
  });
}

/** The baselines on one dataset. */
interface DatasetRow extends BaselineRow {
  readonly split_seed: number;
  readonly genes: number | null;
}

/**
 * Writes baselines.csv and baselines.parquet: {@linkcode baselineRows} for each dataset and each latent size, with
 * a column `split_seed`, and one `genes` where the sweep varies their number. Rows that are there already are kept, so only what is new is computed.
 *
 * @param folder The result folder; its data are always the same for a split's seed and a number of genes.
 * @param datasets The sweep's.
 * @returns The paths written.
 */
export async function writeBaselines(
  folder: string,
  datasets: readonly DatasetFile[],
  latentSizes: readonly number[],
): Promise<string[]> {
  const known = (readBaselines(folder)?.toRecords() ?? []) as unknown as DatasetRow[];
  const rows = [...known];
  for (const { splitSeed: split_seed, genes, path } of datasets) {
    const own = known.filter((row) =>
      row.split_seed === split_seed && (row.genes ?? null) === genes
    );
    const sizes = latentSizes.filter((size) => !own.some((row) => row.components === size));
    if (sizes.length === 0) continue;
    const found = baselineRows(await loadDataset(path), sizes);
    rows.push(...found.slice(own.length > 0 ? 1 : 0).map((row) => ({ split_seed, genes, ...row })));
  }
  if (rows.length === 0) return [];
  rows.sort((a, b) =>
    a.split_seed - b.split_seed || a.genes! - b.genes! || a.components - b.components
  );
  return writeTable(`${folder}/baselines`, baselinesFrame(rows));
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

function baselinesFrame(rows: readonly DatasetRow[]): pl.DataFrame {
  const column = (name: keyof DatasetRow, type: pl.DataType) =>
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
