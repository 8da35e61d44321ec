import type { Dataset } from "h5wasm/node";
import type { Hdf5File, Numbers } from "./_hdf5.ts";

/** Numbers that are read at once, so that memory stays small beside the matrix. */
const AT_ONCE = 2 ** 22, AT_MOST = 2 ** 25;

/** Gives one line of a matrix after another. */
export interface LineSource {
  /** Lines have to be asked for in their order. */
  read(line: number, values: Float32Array): void;
}

/** What a matrix is called in its file, and its lines × the numbers of each. */
export interface LineLayout {
  readonly name: string;
  readonly lines: number;
  readonly width: number;
}

/** Lines of a dense matrix, read in bands of whole chunks. */
export class DenseLines implements LineSource {
  readonly #file: Hdf5File;
  readonly #dataset: Dataset;
  readonly #lines: number;
  readonly #width: number;
  readonly #height: number;
  #band: Numbers = [];
  #first = 0;
  #end = 0;

  constructor(file: Hdf5File, dataset: Dataset, { lines, width }: LineLayout) {
    this.#file = file;
    this.#dataset = dataset;
    this.#lines = lines;
    this.#width = width;
    const chunk = dataset.metadata.chunks?.[0] ?? 1;
    const whole = Math.max(1, Math.round(AT_ONCE / width / chunk)) * chunk;
    this.#height = Math.max(1, Math.min(whole, Math.floor(AT_MOST / width)));
  }

  read(line: number, values: Float32Array): void {
    const width = this.#width;
    if (line >= this.#end) {
      this.#first = line;
      this.#end = Math.min(this.#lines, line + this.#height);
      this.#band = this.#file.numbers(this.#dataset, [line, this.#end], [0, width]);
    }
    const from = (line - this.#first) * width;
    for (let at = 0; at < width; at++) values[at] = Number(this.#band[from + at]);
  }
}

/** Lines of a compressed sparse matrix: rows of csr, columns of csc. What is not stored is 0. */
export class SparseLines implements LineSource {
  readonly #file: Hdf5File;
  readonly #name: string;
  readonly #data: Dataset;
  readonly #indices: Dataset;
  readonly #starts: Float64Array;
  /** The line in which each place was last filled. */
  readonly #filled: Int32Array;
  #numbers: Numbers = [];
  #places: Numbers = [];
  #first = 0;
  #end = 0;

  constructor(file: Hdf5File, { name, lines, width }: LineLayout) {
    this.#file = file;
    this.#name = name;
    this.#data = list(file, `${name}/data`);
    this.#indices = list(file, `${name}/indices`);
    this.#filled = new Int32Array(width).fill(-1);
    const pointers = list(file, `${name}/indptr`), [length] = file.shape(pointers);
    if (length !== lines + 1) {
      throw file.problem(`${name}/indptr`, `it has ${length} numbers for ${lines} lines`);
    }
    this.#starts = Float64Array.from(file.numbers(pointers, [0, length]) as number[], Number);
    const stored = this.#starts.at(-1)!, starts = this.#starts;
    const grows = starts.every((start, i) => i === 0 ? start === 0 : start >= starts[i - 1]!);
    const isWhole = [this.#data, this.#indices].every((part) => file.shape(part)[0] === stored);
    if (!grows || !isWhole) throw file.problem(name, "indptr does not fit data and indices");
  }

  read(line: number, values: Float32Array): void {
    const from = this.#starts[line]!, to = this.#starts[line + 1]!;
    values.fill(0);
    if (to - from > values.length) throw this.#damaged(line, "more numbers than places");
    if (to > this.#end) this.#load(line);
    for (let i = from; i < to; i++) {
      const at = Number(this.#places[i - this.#first]);
      if (!(at >= 0 && at < values.length)) throw this.#damaged(line, `no place ${at}`);
      if (this.#filled[at] === line) {
        throw this.#damaged(line, `two numbers for place ${at}; use sum_duplicates()`);
      }
      this.#filled[at] = line;
      values[at] = Number(this.#numbers[i - this.#first]);
    }
  }

  /** Reads the numbers of this line and of as many after it as are read at once. */
  #load(line: number): void {
    const from = this.#starts[line]!;
    let end = line + 1;
    while (end + 1 < this.#starts.length && this.#starts[end + 1]! - from <= AT_ONCE) end++;
    this.#first = from;
    this.#end = this.#starts[end]!;
    this.#numbers = this.#file.numbers(this.#data, [from, this.#end]);
    this.#places = this.#file.numbers(this.#indices, [from, this.#end]);
  }

  #damaged(line: number, what: string) {
    return this.#file.problem(this.#name, `line ${line} (counted from 0) has ${what}`);
  }
}

function list(file: Hdf5File, name: string): Dataset {
  const found = file.dataset(name);
  if (found && file.shape(found).length === 1) return found;
  throw file.problem(name, "there is no list of numbers of that name");
}
