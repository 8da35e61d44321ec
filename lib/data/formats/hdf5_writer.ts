import h5wasm from "h5wasm/node";
import type { Group } from "h5wasm/node";
import { storing } from "../../errors.ts";
import { NewFile } from "../../files/new_file.ts";
import { heard, listen } from "./_hdf5_guard.ts";

/** Numbers that are written: float32, float64, and integers of 8 and 32 bits. */
export type WrittenNumbers = Float32Array | Float64Array | Int8Array | Int32Array;

/** What an attribute may hold. */
export type AttributeValue = string | number | readonly string[];

/** Bytes of a chunk of what is written piece by piece. */
const CHUNK = 2 ** 20;

/**
 * An HDF5 file that appears whole or not at all.
 *
 * @example
 * ```ts
 * import { Hdf5Writer } from "./hdf5_writer.ts";
 * const path = `${Deno.makeTempDirSync()}/numbers.h5`;
 * {
 *   using file = await Hdf5Writer.create(path);
 *   file.group("obs", { "encoding-type": "dict" });
 *   file.numbers("obs/error", Float32Array.of(1, 2), [2]);
 *   file.keep();
 * }
 * if (Deno.statSync(path).size < 100) throw new Error("not written");
 * ```
 */
export class Hdf5Writer implements Disposable {
  readonly #target: string;
  readonly #new: NewFile;
  readonly #file: InstanceType<typeof h5wasm.File>;
  #open = true;

  private constructor(path: string) {
    this.#target = path;
    this.#new = new NewFile(path);
    try {
      this.#file = this.#write(() => new h5wasm.File(this.#new.path, "w"));
    } catch (error) {
      this.#new[Symbol.dispose]();
      throw error;
    }
  }

  /** @throws {StorageError} If no file can be made there. */
  static async create(path: string): Promise<Hdf5Writer> {
    await listen();
    return new Hdf5Writer(path);
  }

  /** Makes a group, "" for the root, or gives one that is there further attributes. */
  group(name: string, attributes: Readonly<Record<string, AttributeValue>> = {}): void {
    this.#write(() => {
      if (name !== "" && this.#file.get(name) === null) this.#file.create_group(name);
      this.#annotate(name, attributes);
    });
  }

  /** Writes a list of texts, or one text. */
  texts(
    name: string,
    texts: readonly string[] | string,
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): void {
    const data = typeof texts === "string" ? texts : [...texts];
    const shape = typeof texts === "string" ? [] : [texts.length];
    this.#write(() => this.#file.create_dataset({ name, data, shape, dtype: "S" }));
    this.#write(() => this.#annotate(name, attributes));
  }

  /** Writes numbers, row-major in a shape; [] for one alone. */
  numbers(
    name: string,
    data: WrittenNumbers,
    shape: readonly number[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): void {
    this.#write(() => this.#file.create_dataset({ name, data, shape: [...shape] }));
    this.#write(() => this.#annotate(name, attributes));
  }

  /**
   * Begins a table of float32 whose rows come later.
   *
   * @returns Takes the next rows, row-major.
   */
  rows(
    name: string,
    columns: number,
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): (values: Float32Array) => void {
    const chunks = [Math.max(1, Math.floor(CHUNK / 4 / columns)), columns];
    let written = 0;
    return (values) => {
      const end = written + values.length / columns;
      this.#write(() => {
        if (written === 0) {
          const shape = [end, columns], maxshape = [null, columns];
          this.#file.create_dataset({ name, data: values, shape, maxshape, chunks });
          this.#annotate(name, attributes);
        } else {
          const dataset = this.#file.get(name) as InstanceType<typeof h5wasm.Dataset>;
          dataset.resize([end, columns]);
          dataset.write_slice([[written, end], [0, columns]], values);
        }
      });
      written = end;
    };
  }

  /** Gives the file its name, once it is on the disk. @throws {StorageError} If there is no room for it. */
  keep(): void {
    this.#write(() => this.#file.flush());
    this.#close();
    this.#new.keep();
  }

  [Symbol.dispose](): void {
    try {
      this.#close();
    } catch {
      // What made it incomplete has been said.
    }
    this.#new[Symbol.dispose]();
  }

  #close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#write(() => this.#file.close());
  }

  #annotate(name: string, attributes: Readonly<Record<string, AttributeValue>>): void {
    const of = (name === "" ? this.#file : this.#file.get(name)) as Group;
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "number") of.create_attribute(key, value);
      else if (typeof value === "string") of.create_attribute(key, value, [], "S");
      else of.create_attribute(key, [...value], [value.length], "S");
    }
  }

  /** The library says only on standard error that there was no room. */
  #write<Result>(write: () => Result): Result {
    return storing(this.#target, () => {
      const { result, problem, isFull } = heard(write);
      if (problem === undefined) return result!;
      throw Object.assign(new Error(problem), { code: isFull ? "ENOSPC" : "EIO" });
    });
  }
}
