import pl from "nodejs-polars";
import { loadDataset } from "../data/dataset_file.ts";
import type { Dataset, Split } from "../data/dataset.ts";
import { centre } from "../numbers/centre.ts";
import { columnMeans, type Samples } from "../numbers/column_means.ts";
import { dotEach } from "../numbers/dot_each.ts";
import { truncatedSvd } from "../numbers/truncated_svd.ts";
import { normal, PURPOSE, stream } from "../random.ts";
import { untrainedMeans, type UntrainedOptions } from "../training/untrained_encoder.ts";
import { type Features, labelScores } from "./execute/label_scores.ts";
import type { DatasetFile } from "./dataset_files.ts";
import type { LabelScore } from "./store/record.ts";
import { readTable } from "./store/read_table.ts";
import { writeParquet } from "./store/write_parquet.ts";

/** What stands beside a latent space: no model was trained for it. */
export const REPRESENTATIONS = [
  "raw genes",
  "pca",
  "random projection",
  "untrained encoder",
] as const;

/** One of {@linkcode REPRESENTATIONS}. */
export type Representation = typeof REPRESENTATIONS[number];

/** A row of {@linkcode writeReferences}. */
export interface ReferenceRow {
  readonly split_seed: number;
  /** How many the raw genes are, where the sweep varies that; else null. */
  readonly genes: number | null;
  readonly representation: Representation;
  /** Its features, to compare with the latent size; null for the raw genes. */
  readonly components: number | null;
  readonly label: string;
  readonly classifier: LabelScore["classifier"];
  readonly balanced_accuracy: number;
  readonly auc: number;
}

/** Options of {@linkcode writeReferences}. */
export interface ReferenceOptions {
  /** The hidden layer of the sweep's models. */
  readonly network: Omit<UntrainedOptions, "seed">;
  /** Aborted: what was made is kept, the rest is left for the next time. */
  readonly stopping?: AbortSignal;
}

/**
 * Features of a dataset that no model was trained for, one representation after the other: the raw genes, then of each size
 * the first principal components of the training samples (as many as these can tell), a Gaussian random projection (Johnson &
 * Lindenstrauss 1984; the first directions of the largest one), and the posterior means of an untrained encoder.
 */
export function* representations(
  { train, test, genes }: Pick<Dataset, "train" | "test" | "genes">,
  sizes: readonly number[],
  options: UntrainedOptions,
): Generator<Features & Pick<ReferenceRow, "representation" | "components">> {
  const columns = genes.length, largest = Math.max(0, ...sizes);
  yield {
    ...{ representation: "raw genes", components: null },
    ...{ columns, train: train.values, test: test.values },
  };
  const samples = ({ rows, values }: Split) => ({ rows, columns, values });
  const first = samples(train), means = columnMeans(first);
  const rows = [centre(first, means), centre(samples(test), means)] as const;
  const svd = truncatedSvd(rows[0], { components: largest });
  yield* ofSizes("pca", sizes, [svd.scores(rows[0]), svd.scores(rows[1])]);
  const directions = Array.from(
    { length: largest },
    (_, k) => Float64Array.from(normal([options.seed, stream(PURPOSE.projection, k)], columns)),
  );
  const projected = rows.map((part) => directions.map((direction) => dotEach(direction, part)));
  yield* ofSizes("random projection", sizes, [projected[0]!, projected[1]!]);
  const untrained = untrainedMeans([first, samples(test)] as Samples[], sizes, options);
  for (const [size, [train, test]] of untrained) {
    yield {
      ...{ representation: "untrained encoder", components: size },
      ...{ columns: size, train: train!, test: test! },
    };
  }
}

/** The first components of training and test samples, an array for each component. */
function* ofSizes(
  representation: Representation,
  sizes: readonly number[],
  [train, test]: readonly [train: readonly Float64Array[], test: readonly Float64Array[]],
) {
  for (const components of sizes) {
    const columns = Math.min(components, train.length);
    const rowMajor = (parts: readonly Float64Array[]) =>
      Float64Array.from(
        { length: columns * parts[0]!.length },
        (_, i) => parts[i % columns]![Math.floor(i / columns)]!,
      );
    yield { representation, components, columns, train: rowMajor(train), test: rowMajor(test) };
  }
}

/**
 * Writes downstream_references.parquet: how well each label can be told from {@linkcode representations} of each dataset, by
 * the classifiers that judge latent spaces. Rows that are there already are kept, so only what is new is computed.
 *
 * @param folder The result folder; its data are always the same for a split's seed and a number of genes.
 * @param datasets The sweep's.
 * @param sizes The latent sizes of the sweep.
 * @returns The paths written.
 */
export async function writeReferences(
  folder: string,
  datasets: readonly DatasetFile[],
  sizes: readonly number[],
  { network, stopping }: ReferenceOptions,
): Promise<string[]> {
  const path = `${folder}/downstream_references.parquet`;
  const known = (readReferences(folder)?.toRecords() ?? []) as unknown as ReferenceRow[];
  let rows = [...known];
  for (const { splitSeed: split_seed, genes, path: file } of datasets) {
    const own = known.filter((row) =>
      row.split_seed === split_seed && (row.genes ?? null) === genes
    );
    const missing = sizes.filter((size) => !own.some((row) => row.components === size));
    if (missing.length === 0) continue;
    const found = await referencesOf(await loadDataset(file), missing, {
      ...{ ...network, seed: split_seed, stopping },
      raw: own.length === 0,
    });
    if (found === null) break;
    rows = [...rows, ...found.map((row) => ({ split_seed, genes, ...row }))];
    writeParquet(path, referencesFrame(rows.sort(inOrder)));
  }
  return rows.length > 0 ? [path] : [];
}

/** The scores of one split; null if it was stopped. */
async function referencesOf(
  dataset: Dataset,
  sizes: readonly number[],
  { raw, stopping, ...options }:
    & UntrainedOptions
    & Pick<ReferenceOptions, "stopping">
    & { readonly raw: boolean },
): Promise<Omit<ReferenceRow, "split_seed" | "genes">[] | null> {
  const rows: Omit<ReferenceRow, "split_seed" | "genes">[] = [];
  for (const features of representations(dataset, sizes, options)) {
    await new Promise((resolve) => setTimeout(resolve)); // a turn for Ctrl-C
    if (stopping?.aborted) return null;
    const { representation, components } = features;
    if (!raw && components === null) continue;
    const scores = labelScores(dataset, features);
    if (scores.length === 0) return []; // no label has two classes
    rows.push(...scores.map(({ label, classifier, balancedAccuracy, auc }) => {
      return {
        representation,
        components,
        label,
        classifier,
        balanced_accuracy: balancedAccuracy,
        auc,
      };
    }));
  }
  return rows;
}

/**
 * Reads the references of a result folder.
 *
 * @returns Null if there are none.
 * @throws {InputError} If the file is damaged.
 */
export function readReferences(folder: string): pl.DataFrame | null {
  return readTable(`${folder}/downstream_references.parquet`);
}

function inOrder(a: ReferenceRow, b: ReferenceRow): number {
  const place = (row: ReferenceRow) => REPRESENTATIONS.indexOf(row.representation);
  return a.split_seed - b.split_seed || (a.genes ?? 0) - (b.genes ?? 0) || place(a) - place(b) ||
    (a.components ?? 0) - (b.components ?? 0);
}

function referencesFrame(rows: readonly ReferenceRow[]): pl.DataFrame {
  const column = (name: keyof ReferenceRow, type: pl.DataType) =>
    pl.Series(name, rows.map((row) => row[name]), type);
  return pl.DataFrame([
    column("split_seed", pl.Int64),
    ...rows.some(({ genes }) => (genes ?? null) !== null) ? [column("genes", pl.Int64)] : [],
    column("representation", pl.Utf8),
    column("components", pl.Int64),
    column("label", pl.Utf8),
    column("classifier", pl.Utf8),
    column("balanced_accuracy", pl.Float64),
    column("auc", pl.Float64),
  ]);
}
