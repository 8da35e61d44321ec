import h5wasm from "h5wasm/node";
import type { Dataset, Group } from "h5wasm/node";
import { InputError } from "../../errors.ts";
import { ContentWatch } from "../content_watch.ts";
import { gigabytes } from "../memory.ts";
import { guard, lastOpened, listen } from "./_hdf5_guard.ts";
import { printable } from "./_printable.ts";

/** More strings than any side of a matrix has; a header that asks for more is damaged. */
const MOST_STRINGS = 2 ** 24;
/** Bytes of a chunk, and of what is read at once: the library has 4 GB for all. */
const LARGEST_CHUNK = 2 ** 29, LARGEST_PART = 2 ** 30, LARGEST_ATTRIBUTE = 2 ** 26;
const INTEGER = 0, FLOAT = 1, STRING = 3, ENUM = 8, UTF8 = 1;

/** Filters that come with the library, by HDF5's numbers: deflate, shuffle, checksum, n-bit, scale-offset. */
const BUILT_IN = new Set([1, 2, 3, 5, 6]);
/** Names of others that AnnData files are written with. */
const FILTERS: Readonly<Record<number, string>> = {
  4: "szip",
  307: "bzip2",
  32000: "lzf",
  32001: "blosc",
  32004: "lz4",
  32008: "bitshuffle",
  32015: "zstd",
  32026: "blosc2",
};

/** Numbers as HDF5 keeps them. */
export type Numbers = ArrayLike<number> | ArrayLike<bigint>;

/** An HDF5 file that reports every problem as an InputError with the place in the file. */
export class Hdf5File {
  readonly #file: InstanceType<typeof h5wasm.File>;

  private constructor(readonly path: string, file: InstanceType<typeof h5wasm.File>) {
    this.#file = file;
  }

  static async open(path: string): Promise<Hdf5File> {
    await listen();
    const file = new Hdf5File(path, guard(path, "", () => new h5wasm.File(path, "r")));
    await ContentWatch.current?.addOpen(path, lastOpened());
    return file;
  }

  [Symbol.dispose](): void {
    try {
      this.#file.close();
    } catch {
      // Reading succeeded or has said why it did not; nothing was written.
    }
  }

  /** What all else is in, for its attributes. */
  get root(): Group {
    return this.#file;
  }

  /** Whether there is anything of this name, asked for step by step: the library takes a missing parent for damage. */
  has(name: string): boolean {
    const parts = name.split("/");
    return parts.every((part, depth) => {
      const parent = depth === 0 ? this.#file : this.group(parts.slice(0, depth).join("/"));
      return parent !== undefined && this.keys(parent).includes(part);
    });
  }

  group(name: string): Group | undefined {
    const found = this.#get(name);
    return found instanceof h5wasm.Group ? found : undefined;
  }

  /** A dataset whose filters the library has; undefined where there is none of that name. */
  dataset(name: string): Dataset | undefined {
    const dataset = this.#get(name);
    if (!(dataset instanceof h5wasm.Dataset)) return undefined;
    const filters = guard(this.path, name, () => dataset.filters);
    for (const { id, name: given } of filters) {
      if (BUILT_IN.has(id)) continue;
      throw new InputError(
        `Cannot read ${this.path}, ${name}: it is compressed by ` +
          `${FILTERS[id] ?? printable(given)} (HDF5 filter ${id}), for which there is no reader ` +
          `here; write it again with compression="gzip"`,
      );
    }
    const metadata = guard(this.path, name, () => dataset.metadata), { chunks, size } = metadata;
    const chunk = chunks?.reduce((bytes, side) => bytes * side, size) ?? 0;
    if (chunk > LARGEST_CHUNK) {
      throw this.problem(
        name,
        `its chunks of ${chunks!.join(" × ")} take ${
          gigabytes(chunk)
        } each, of which one is read as a whole; write it ` +
          "again with smaller ones, such as a row of each sample",
      );
    }
    if (metadata.virtual_sources?.length) {
      throw this.problem(name, "its numbers are in other files; write them into one");
    }
    return dataset;
  }

  /** The names in a group; those at the top if none is given. */
  keys(group: Group = this.#file): string[] {
    return guard(this.path, group.path, () => group.keys());
  }

  /** An attribute's value, out of a list of one, as R writes it; undefined where there is none. */
  attribute(of: Group | Dataset, name: string): unknown {
    const value = guard(this.path, of.path, () => {
      if (!Object.keys(of.attrs).includes(name)) return undefined;
      const { shape, metadata: { size } } = of.attrs[name]!;
      const bytes = (shape ?? []).reduce((bytes, side) => bytes * side, size);
      if (bytes <= LARGEST_ATTRIBUTE) return of.attrs[name]!.value;
      throw this.problem(of.path, `its attribute ${printable(name)} takes ${gigabytes(bytes)}`);
    });
    return Array.isArray(value) && value.length === 1 ? value[0] : value;
  }

  shape(dataset: Dataset): readonly number[] {
    return guard(this.path, dataset.path, () => dataset.shape) ?? [];
  }

  /** The numbers of a part of a dataset, row by row; 1 and 0 for true and false. */
  numbers(dataset: Dataset, ...ranges: [from: number, to: number][]): Numbers {
    const metadata = guard(this.path, dataset.path, () => dataset.metadata);
    this.#requirePart(dataset, ranges.reduce((count, [from, to]) => count * (to - from), 1));
    const { type, size } = metadata, read = () => dataset.slice(ranges) as Numbers;
    const isFloat = type === FLOAT && (size === 2 || size === 4 || size === 8);
    if (!(type === INTEGER || isFloat || isTruth(dataset))) {
      throw this.problem(dataset.path, "it does not hold integers or floats of 2, 4 or 8 bytes");
    }
    if (type !== FLOAT || size !== 2) return guard(this.path, dataset.path, read);
    // The library has no floats of 2 bytes, but hands on their bytes as integers.
    metadata.type = INTEGER;
    try {
      const bytes = guard(this.path, dataset.path, read) as Int16Array | Uint16Array;
      return new Float16Array(bytes.buffer);
    } finally {
      metadata.type = FLOAT;
    }
  }

  /** Of each place of a list of true and false, whether it is true. */
  flags(dataset: Dataset): boolean[] {
    const [length = 0] = this.shape(dataset);
    if (length > MOST_STRINGS) throw this.problem(dataset.path, "it is too long");
    return Array.from(guard(this.path, dataset.path, () => dataset.value) as Uint8Array, Boolean);
  }

  /** The texts of a dataset of one dimension; numbers are written out, and true and false as Python does. */
  strings(dataset: Dataset): string[] {
    const [length, ...more] = this.shape(dataset);
    if (length === undefined || more.length > 0 || length > MOST_STRINGS) {
      throw this.problem(
        dataset.path,
        `it is not a list of names (${this.shape(dataset).join(" × ")})`,
      );
    }
    if (length === 0) return [];
    this.#requirePart(dataset, length);
    const metadata = guard(this.path, dataset.path, () => dataset.metadata);
    // Texts that are said to be ASCII are UTF-8 in practice, as NumPy's bytes are.
    metadata.cset = UTF8;
    if (metadata.type !== STRING) {
      const numbers = this.numbers(dataset, [0, length]);
      return Array.from(numbers, isTruth(dataset) ? (truth) => truth ? "True" : "False" : String);
    }
    return guard(this.path, dataset.path, () => dataset.value) as string[];
  }

  problem(name: string, what: string): InputError {
    return new InputError(`Cannot read ${this.path}, ${name.replace(/^\//, "")}: ${what}`);
  }

  /** What is read at once has to fit into the library's memory, whatever the file says of it. */
  #requirePart(dataset: Dataset, count: number): void {
    const { size } = guard(this.path, dataset.path, () => dataset.metadata);
    if (count * size <= LARGEST_PART) return;
    throw this.problem(
      dataset.path,
      `${count.toLocaleString("en")} values of ${
        size.toLocaleString("en")
      } bytes are more than is read of it at once; is the file damaged?`,
    );
  }

  #get(name: string) {
    return guard(this.path, name, () => this.#file.get(name));
  }
}

/** Whether a dataset holds true and false, as h5py writes them. */
function isTruth({ metadata: { type, enum_type } }: Dataset): boolean {
  const { FALSE, TRUE, ...others } = enum_type?.members ?? {};
  return type === ENUM && FALSE === 0 && TRUE === 1 && Object.keys(others).length === 0;
}
