import { InputError } from "../../errors.ts";
import { parseFloat32 } from "../text/float32.ts";
import { isBlank } from "../text/cells.ts";
import type { Line } from "../text/line.ts";
import { eachLine } from "../text/lines.ts";
import { MemoryCount, type MemoryOptions, requireMemory } from "../memory.ts";
import type { ReadProgress } from "../table.ts";

const PERCENT = 37, SPACE = 32, TAB = 9, ZERO = 48, NINE = 57;
/** Entries that are kept together while it is not known whether there are as many as promised. */
const BLOCK = 2 ** 20;

/** A sparse matrix, its entries column by column. */
export interface MatrixMarket {
  readonly rows: number;
  readonly columns: number;
  /** Where each column's entries begin, and at last the number of all. */
  readonly starts: Float64Array;
  /** The row of each entry, from 0. */
  readonly at: Uint32Array;
  readonly values: Float32Array;
}

interface Block {
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/**
 * Reads the coordinates and numbers of a MatrixMarket file, in whichever order they are; `pattern` ones are 1.
 *
 * @throws {InputError} If it is of another kind, or an entry is wrong, or there are more or fewer than it says.
 */
export async function readMatrixMarket(
  path: string,
  { onProgress, ...options }: MemoryOptions & { readonly onProgress?: ReadProgress } = {},
): Promise<MatrixMarket> {
  const blocks: Block[] = [], memory = new MemoryCount(`Cannot read ${path}`, options);
  let sizes: readonly [rows: number, columns: number, entries: number] | undefined;
  let isPattern = false, count = 0;
  const read = (line: Line) => {
    if (line.number === 1) isPattern = kindOf(path, textOf(line)) === "pattern";
    else if (line.bytes[line.start] === PERCENT || isBlank(line)) return;
    else if (!sizes) sizes = sizesIn(path, line, options);
    else {
      const at = count++ % BLOCK;
      if (count > sizes[2]) throw wrongCount(path, `more than ${sizes[2]}`, sizes[2]);
      if (at === 0) {
        memory.addEntries(BLOCK);
        blocks.push(newBlock());
      }
      readEntry(path, line, sizes, isPattern, blocks.at(-1)!, at);
    }
  };
  await eachLine(path, read, { onProgress, separator: "tabs", joinsQuoted: false });
  if (!sizes || count !== sizes[2]) throw wrongCount(path, `${count}`, sizes?.[2]);
  return byColumns(blocks, count, sizes);
}

function wrongCount(path: string, count: string, said: number | undefined): InputError {
  return new InputError(
    `Cannot read ${path}: it has ${count} entries where it says ${
      said ?? "nothing"
    }; is the file complete?`,
  );
}

function newBlock(): Block {
  return {
    rows: new Uint32Array(BLOCK),
    columns: new Uint32Array(BLOCK),
    values: new Float32Array(BLOCK),
  };
}

function kindOf(path: string, line: string): string {
  const [, format, field = "", symmetry] = line.toLowerCase().trim().split(/\s+/).slice(1);
  const isKnown = format === "coordinate" && /^(integer|real|double|pattern)$/.test(field);
  if (isKnown && symmetry === "general") return field;
  throw new InputError(
    `Cannot read ${path}, line 1: a MatrixMarket file that is ${
      JSON.stringify(line.slice(0, 80))
    }; ` +
      "write it as coordinate integer general, or real",
  );
}

function sizesIn(path: string, line: Line, options: MemoryOptions): [number, number, number] {
  const text = textOf(line).trim(), sizes = text.split(/\s+/).map(Number);
  const [rows = 0, columns = 0, entries = 0] = sizes;
  const isSound = sizes.length === 3 && /^[\d\s]+$/.test(text) && rows > 0 && columns > 0 &&
    entries <= rows * columns;
  if (!isSound) {
    throw new InputError(
      `Cannot read ${path}, line ${line.number}: ${
        JSON.stringify(text.slice(0, 40))
      } where the numbers of rows, ` +
        "columns and entries should be; is the file damaged?",
    );
  }
  requireMemory(`Cannot read ${path}`, rows, columns, options);
  return [rows, columns, entries];
}

/** Reads "row column value", with blanks or tabs between. */
function readEntry(
  path: string,
  line: Line,
  [rows, columns]: readonly [number, number, number],
  isPattern: boolean,
  block: Block,
  to: number,
): void {
  const { bytes, end } = line;
  let at = line.start;
  const next = () => {
    while (bytes[at] === SPACE || bytes[at] === TAB) at++;
    let number = 0;
    const first = at;
    for (let byte = bytes[at]!; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) {
      number = 10 * number + byte - ZERO;
    }
    return at > first ? number : 0;
  };
  const row = next(), column = next();
  while (bytes[at] === SPACE || bytes[at] === TAB) at++;
  const isEnd = at >= end, value = isEnd ? (isPattern ? 1 : NaN) : parseFloat32(bytes, at, end);
  if (row < 1 || row > rows || column < 1 || column > columns || !Number.isFinite(value)) {
    throw new InputError(
      `Cannot read ${path}, line ${line.number}: ${
        JSON.stringify(textOf(line).slice(0, 40))
      } is no row of 1 to ` +
        `${rows}, column of 1 to ${columns}${
          isPattern ? "" : " and finite number"
        }; is the file damaged?`,
    );
  }
  block.rows[to] = row - 1;
  block.columns[to] = column - 1;
  block.values[to] = value;
}

/** Sorts entries by their columns, each block given up once it is done. */
function byColumns(
  blocks: Block[],
  count: number,
  [rows, columns]: readonly [number, number, number],
): MatrixMarket {
  const starts = new Float64Array(columns + 1),
    length = (block: number) => Math.min(BLOCK, count - block * BLOCK);
  blocks.forEach((block, number) => {
    for (let i = 0; i < length(number); i++) starts[block.columns[i]! + 1]!++;
  });
  for (let column = 0; column < columns; column++) starts[column + 1]! += starts[column]!;
  const next = starts.slice(0, columns), at = new Uint32Array(count);
  const values = new Float32Array(count);
  for (let number = 0; number < blocks.length; number++) {
    const block = blocks[number]!;
    for (let i = 0; i < length(number); i++) {
      const to = next[block.columns[i]!]!++;
      at[to] = block.rows[i]!;
      values[to] = block.values[i]!;
    }
    delete blocks[number];
  }
  return { rows, columns, starts, at, values };
}

function textOf({ bytes, start, end }: Line): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}
