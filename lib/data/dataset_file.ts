import { readBinaryFile, writeBinaryFile } from "./_binary_file.ts";
import type { Split } from "./dataset.ts";
import type { PreparedDataset } from "./prepare.ts";
import { InputError } from "../errors.ts";

const KIND = "dataset";

/**
 * Writes a prepared dataset to one file, from which other processes load it in one go.
 *
 * The file appears under its name when it is complete: a reader never sees half of it.
 *
 * @param path Replaced if it exists.
 */
export async function writeDataset(dataset: PreparedDataset, path: string): Promise<void> {
  const { train, validation, test, means, standardDeviations, ...header } = dataset;
  const splits = [train, validation, test];
  await writeBinaryFile(path, {
    kind: KIND,
    ...header,
    splits: splits.map(({ values: _, ...split }) => split),
  }, [...splits.map(({ values }) => values), means, standardDeviations]);
}

/**
 * Loads a dataset that {@linkcode writeDataset} wrote.
 *
 * @throws {InputError} If there is no such file, it is something else, or it was cut short or changed.
 *
 * @example How to recognize a file that is something else
 * ```ts
 * import { InputError } from "../errors.ts";
 * import { loadDataset } from "./dataset_file.ts";
 * const error = await loadDataset("deno.json").catch((error) => error);
 * if (!(error instanceof InputError)) throw new Error("loaded");
 * ```
 */
export async function loadDataset(path: string): Promise<PreparedDataset> {
  const { header, blocks } = await readBinaryFile(path);
  const { kind, splits, lengths: _, ...rest } = header as unknown as Header;
  if (kind !== KIND) throw new InputError(`Cannot load ${path}: it holds a ${kind}, not a dataset`);
  const [train, validation, test] = splits.map((split, i) => ({
    ...split,
    values: view(Float32Array, blocks[i]!),
  }));
  return {
    ...rest,
    train: train!,
    validation: validation!,
    test: test!,
    means: view(Float64Array, blocks[3]!),
    standardDeviations: view(Float64Array, blocks[4]!),
  };
}

type Header = Pick<PreparedDataset, "name" | "hash" | "genes" | "report" | "scale" | "summary"> & {
  readonly kind: string;
  readonly splits: Omit<Split, "values">[];
  readonly lengths: number[];
};

type ViewOf<T> = {
  new (buffer: ArrayBuffer, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};

function view<T>(type: ViewOf<T>, { buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): T {
  return new type(buffer, byteOffset, byteLength / type.BYTES_PER_ELEMENT);
}
