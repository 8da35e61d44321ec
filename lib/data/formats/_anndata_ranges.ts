import { InputError } from "../../errors.ts";
import { type AnnDataMatrix, storageOf } from "./_anndata_matrix.ts";
import type { Hdf5File } from "./_hdf5.ts";
import { printable } from "./_printable.ts";
import { shortNumber } from "../short_number.ts";
import { areLikeZScores } from "../z_scores.ts";

/** Numbers of a matrix that are all looked at, and how many of a larger one's beginning, middle and end are. */
const ALL = 2 ** 20, SOME = 2 ** 18;
/** Columns of a matrix that is looked at; one with more is damaged. */
const WIDEST = 2 ** 24;
/** Matrices that a message names at most. */
const SHOWN = 8;

/** What numbers a matrix holds, as far as some of them tell. */
export interface Numbers {
  readonly smallest: number;
  readonly largest: number;
  readonly areWhole: boolean;
  /** Whether genes have means near 0, as z-scores have. */
  readonly areCentred: boolean;
  /** Whether all were looked at. */
  readonly areAll: boolean;
}

/**
 * What matrices a file holds, and how to take one: "the file holds layers/counts (24 × 20, 0 to 588, whole numbers);
 * take one with --layer counts".
 */
export function tellMatrices(file: Hdf5File, matrices: readonly AnnDataMatrix[]): string {
  if (matrices.length === 0) return "the file holds no other matrix";
  const all = matrices.map((matrix) => ({ ...matrix, numbers: look(file, matrix.name) }));
  const counts = all.find(({ numbers }) =>
    numbers?.areWhole && numbers.smallest >= 0 && numbers.largest > 1
  );
  const shown = all.slice(0, SHOWN)
    .map(({ name, numbers }) => `${printable(name)} (${tell(file, name, numbers)})`);
  const more = all.length > SHOWN ? ", …" : "";
  const layer = counts?.layer ?? (all.length === 1 ? all[0]!.layer : "NAME");
  return `the file holds ${shown.join(", ")}${more}; take one with --layer ${printable(layer)}`;
}

function tell(file: Hdf5File, name: string, numbers: Numbers | undefined): string {
  if (!numbers) return "cannot be read";
  const { smallest, largest, areWhole, areCentred, areAll } = numbers;
  const size = storageOf(file, name)!.shape.map((side) => side.toLocaleString("en")).join(" × ");
  const range = smallest > largest
    ? "no numbers"
    : `${shortNumber(smallest)} to ${shortNumber(largest)}${areAll ? "" : " in a sample"}`;
  return [size, range, areWhole ? "whole numbers" : "", areCentred ? "centred like z-scores" : ""]
    .filter(Boolean).join(", ");
}

/** Looks at the numbers of a matrix, or at some; undefined where it cannot be read. */
function look(file: Hdf5File, name: string): Numbers | undefined {
  try {
    const storage = storageOf(file, name), [rows = 0, columns = 0] = storage?.shape ?? [];
    if (!storage || storage.shape.length !== 2) return undefined;
    return storage.kind === "dense"
      ? lookAtRows(file, name, rows, columns)
      : lookAtStored(file, name, rows * columns);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function lookAtRows(file: Hdf5File, name: string, rows: number, columns: number): Numbers {
  if (columns > WIDEST) throw file.problem(name, `it has ${columns} columns`);
  const range = new Range(), dataset = file.dataset(name)!, sums = new Float64Array(columns);
  const areAll = rows * columns <= ALL, height = Math.max(1, Math.floor(SOME / columns));
  let count = 0;
  for (const [from, to] of parts(rows, areAll ? rows : height)) {
    const numbers = file.numbers(dataset, [from, to], [0, columns]);
    for (let i = 0; i < numbers.length; i++) sums[i % columns]! += range.add(Number(numbers[i]));
    count += to - from;
  }
  const means = sums.map((sum) => sum / count), share = range.negative / (count * columns);
  return { ...range.told(), areCentred: areLikeZScores(means, share), areAll };
}

function lookAtStored(file: Hdf5File, name: string, cells: number): Numbers {
  const range = new Range(), dataset = file.dataset(`${name}/data`);
  if (!dataset) throw file.problem(name, "it has no data");
  const [stored = 0] = file.shape(dataset), areAll = stored <= ALL;
  for (const [from, to] of parts(stored, areAll ? stored : SOME)) {
    const numbers = file.numbers(dataset, [from, to]);
    for (let i = 0; i < numbers.length; i++) range.add(Number(numbers[i]));
  }
  if (stored < cells) range.add(0);
  return { ...range.told(), areCentred: false, areAll };
}

/** The beginning, the middle and the end of a length, each so long; the whole length once if it is no longer. */
function parts(length: number, each: number): [from: number, to: number][] {
  if (length === 0) return [];
  if (each >= length) return [[0, length]];
  const last = length - each;
  return [0, Math.floor(last / 2), last].map((from) => [from, from + each]);
}

class Range {
  negative = 0;
  #smallest = Infinity;
  #largest = -Infinity;
  #areWhole = true;

  /** Takes a number into account, and gives it back; 0 for one that is missing. */
  add(value: number): number {
    if (value !== value) return 0;
    if (value < 0) this.negative++;
    if (value < this.#smallest) this.#smallest = value;
    if (value > this.#largest) this.#largest = value;
    if (this.#areWhole && !Number.isInteger(value)) this.#areWhole = false;
    return value;
  }

  told() {
    const smallest = this.#smallest, largest = this.#largest;
    return { smallest, largest, areWhole: this.#areWhole && smallest <= largest };
  }
}
