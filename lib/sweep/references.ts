import pl from "nodejs-polars";
import type { Dataset, Split } from "../data/dataset.ts";
import { centre } from "../numbers/centre.ts";
import type { Samples } from "../numbers/column_means.ts";
import { dot } from "../numbers/dot.ts";
import { dotEach } from "../numbers/dot_each.ts";
import type { PrincipalComponents } from "../numbers/principal_components.ts";
import { leadingComponents } from "../tensorflow/leading_components.ts";
import { nativeProducts } from "../tensorflow/native_products.ts";
import { normal, PURPOSE, stream } from "../random.ts";
import { untrainedMeans, type UntrainedOptions } from "../training/untrained_encoder.ts";
import { type Features, labelScores } from "./execute/label_scores.ts";
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

/** A score of a representation of one of a sweep's datasets. */
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

/** What decides the representations of a dataset. */
export interface RepresentationOptions extends UntrainedOptions {
  /** The training split's components. @default computed here */
  readonly found?: PrincipalComponents;
}

/** Options of {@linkcode referenceRows}. */
export interface ReferenceOptions extends RepresentationOptions {
  /** Whether the raw genes, which have no size, are judged too. @default true */
  readonly raw?: boolean;
  /** Called before each representation with what it is, such as `pca of size 10`. */
  readonly onProgress?: (what: string) => void;
}

/**
 * Features of a dataset that no model was trained for, one representation after the other: the raw genes, then of each size
 * the first principal components of the training samples (as many as these can tell), a Gaussian random projection (Johnson &
 * Lindenstrauss 1984; the first directions of the largest one), and the posterior means of an untrained encoder.
 */
export function* representations(
  { train, test, genes }: Pick<Dataset, "train" | "test" | "genes">,
  sizes: readonly number[],
  { found, ...options }: RepresentationOptions,
): Generator<Features & Pick<ReferenceRow, "representation" | "components">> {
  const columns = genes.length, largest = Math.max(0, ...sizes);
  yield {
    ...{ representation: "raw genes", components: null },
    ...{ columns, train: train.values, test: test.values },
  };
  const samples = ({ rows, values }: Split) => ({ rows, columns, values });
  const parts = [samples(train), samples(test)] as const;
  const components = found ?? leadingComponents(parts[0], { components: largest });
  yield* ofSizes("pca", sizes, [components.scores(parts[0]), components.scores(parts[1])]);
  const directions = Array.from(
    { length: largest },
    (_, k) => Float64Array.from(normal([options.seed, stream(PURPOSE.projection, k)], columns)),
  );
  const projected = parts.map((part) => project(part, directions, components.means));
  yield* ofSizes("random projection", sizes, [projected[0]!, projected[1]!]);
  const untrained = untrainedMeans(parts, sizes, options);
  for (const [size, [train, test]] of untrained) {
    yield {
      ...{ representation: "untrained encoder", components: size },
      ...{ columns: size, train: train!, test: test! },
    };
  }
}

/** Inner products of samples, less some means, with each direction: an array for each. */
function project(
  samples: Samples,
  directions: readonly Float64Array[],
  means: Float64Array,
): Float64Array[] {
  const products = nativeProducts(), { rows, columns } = samples;
  if (!products) {
    const centred = centre(samples, means);
    return directions.map((direction) => dotEach(direction, centred));
  }
  const values = new Float32Array(directions.length * columns);
  directions.forEach((direction, k) => values.set(direction, k * columns));
  const found = products({ rows: directions.length, columns, values }, samples);
  return directions.map((direction, k) => {
    const offset = dot(direction, means);
    return Float64Array.from({ length: rows }, (_, row) => found[k * rows + row]! - offset);
  });
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
 * How well each label can be told from {@linkcode representations} of a dataset, by the classifiers that judge latent spaces.
 *
 * @param sizes Latent sizes of the sweep.
 * @returns No row if no label has two classes.
 */
export function referenceRows(
  dataset: Dataset,
  sizes: readonly number[],
  { raw = true, onProgress, ...options }: ReferenceOptions,
): Omit<ReferenceRow, "split_seed" | "genes">[] {
  const rows: Omit<ReferenceRow, "split_seed" | "genes">[] = [];
  for (const features of representations(dataset, sizes, options)) {
    const { representation, components } = features;
    if (!raw && components === null) continue;
    onProgress?.(components === null ? representation : `${representation} of size ${components}`);
    const scores = labelScores(dataset, features, nativeProducts());
    if (scores.length === 0) return []; // no label has two classes
    rows.push(...scores.map(({ label, classifier, balancedAccuracy, auc }) => ({
      ...{ representation, components, label, classifier },
      ...{ balanced_accuracy: balancedAccuracy, auc },
    })));
  }
  return rows;
}

/**
 * Writes downstream_references.parquet: {@linkcode referenceRows} of each dataset.
 *
 * @param folder The result folder.
 * @returns The path written.
 */
export function writeReferences(folder: string, rows: readonly ReferenceRow[]): string[] {
  const path = `${folder}/downstream_references.parquet`;
  writeParquet(path, referencesFrame(rows.toSorted(inOrder)));
  return [path];
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
