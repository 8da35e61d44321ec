import { InputError } from "../errors.ts";
import { cellBounds, cellText, firstCellEnd, idText, isBlank } from "./_cells.ts";
import { eachLine, type Line } from "./_lines.ts";
import type { RepairCounter } from "./_repair_counter.ts";
import { RowParser } from "./_row_parser.ts";

/** Above this a value is no log2(x + 1) of anything that was counted. */
const LARGEST = 64;
/** Bytes of a bad cell that a message shows. */
const LONGEST_SHOWN = 40;

/** Called by {@linkcode expressionRows}. */
export interface RowReceiver {
  header(samples: string[]): void;
  /** The values are only valid during the call; `missing` of them are NaN. */
  row(gene: string, values: Float32Array, missing: number): void;
}

/** Streams a genes × samples table: its header, then one gene after another; keeps nothing itself. */
export async function expressionRows(
  path: string,
  receiver: RowReceiver,
  repairs: RepairCounter,
): Promise<void> {
  let samples: string[] | undefined, parser = new RowParser(0), rows = 0, blankLine = 0;
  const ended = await eachLine(path, (line) => {
    if (isBlank(line)) return void (blankLine ||= line.number);
    if (blankLine > 0) repairs.add("blank-lines", `line ${blankLine}`, line.number - blankLine);
    blankLine = 0;
    if (!samples) {
      samples = readHeader(path, line);
      parser = new RowParser(samples.length);
      return receiver.header(samples);
    }
    readRow(path, line, samples, parser, repairs, receiver);
    rows++;
  });
  if (!samples) throw new InputError(`Cannot read ${path}: it holds nothing but blank lines`);
  if (rows === 0) throw new InputError(`Cannot read ${path}: there is no gene below the first row`);
  if (!ended) repairs.add("no-final-newline", path);
  if (parser.largest > LARGEST) repairs.add("large-values", `up to ${parser.largest}`, 1);
}

function readHeader(path: string, line: Line): string[] {
  const [corner, ...bounds] = cellBounds(line);
  if (bounds.length === 0) {
    throw new InputError(
      `Cannot read ${path}, line ${line.number}: only one column; an expression matrix is a ` +
        "tab-separated table with sample ids in its first row",
    );
  }
  // Nothing is made of the corner's name; R leaves it empty, and only a damaged file has bytes there.
  if (cellText(line.bytes, ...corner!) !== "") idText(path, line, ...corner!, 1);
  const samples = bounds.map(([from, to], i) => idText(path, line, from, to, i + 2));
  if (samples.every((sample) => Number.isFinite(Number(sample))) && samples.join().includes(".")) {
    throw new InputError(
      `Cannot read ${path}, line ${line.number}: numbers where the sample ids should be; add a first row ` +
        "that names the samples",
    );
  }
  return samples;
}

function readRow(
  path: string,
  line: Line,
  samples: readonly string[],
  parser: RowParser,
  repairs: RepairCounter,
  receiver: RowReceiver,
): void {
  const { bytes, start, end, number } = line;
  const tab = firstCellEnd(line), gene = idText(path, line, start, tab, 1);
  if (/^TCGA[-.]\w\w[-.]\w{4}/.test(gene)) {
    throw new InputError(
      `Cannot read ${path}, line ${number}: the sample ${gene} where a gene should be; transpose the ` +
        "table: genes are rows, samples are columns",
    );
  }
  if (tab === end) throw wrongWidth(path, number, 1, samples.length + 1);
  parser.parse(bytes, tab + 1, end);
  if (parser.bad) {
    const { cell, from, to } = parser.bad;
    const shown = new TextDecoder().decode(
      bytes.subarray(from, Math.min(to, from + LONGEST_SHOWN)),
    );
    throw new InputError(
      `Cannot read ${path}, line ${number}, column ${cell + 2} (gene ${gene}, sample ` +
        `${samples[cell] ?? "beyond the header"}): ${JSON.stringify(shown)} is not ` +
        "a finite number; correct it, or write NA where the value is missing",
    );
  }
  if (parser.cells !== samples.length) {
    throw wrongWidth(path, number, parser.cells + 1, samples.length + 1);
  }
  if (parser.missing > 0) {
    const place = `line ${number}, column ${parser.firstMissing + 2}`;
    repairs.add("missing-cells", place, parser.missing);
  }
  receiver.row(gene, parser.values, parser.missing);
}

function wrongWidth(path: string, line: number, cells: number, wanted: number): InputError {
  const hint = cells === wanted + 1
    ? "where the header lacks its first cell (as R writes it), add one, such as `sample`"
    : "every row needs as many; is the file complete?";
  return new InputError(
    `Cannot read ${path}, line ${line}: ${cells} cells where the header has ${wanted}; ${hint}`,
  );
}
