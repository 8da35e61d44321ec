import { InputError } from "../errors.ts";
import { formatOf } from "./formats/mod.ts";
import { cellBounds, cellText, idText, isBlank } from "./cells.ts";
import { eachLine, type Line } from "./lines.ts";
import {
  findSampleColumn,
  findTypeColumn,
  isUnknownType,
  noTypeColumn,
} from "./phenotype_columns.ts";
import { NoticeCounter } from "./notice_counter.ts";
import type { Notice } from "./notices.ts";

/** Options of {@linkcode readPhenotype}. */
export interface PhenotypeOptions {
  /** Name of the column with the cancer type. @default {the first well-known name found} */
  readonly column?: string;
}

/** Cancer types by sample id, as a phenotype table gives them. */
export interface Phenotype {
  /** Sample id -> cancer type; rows that name none are left out (and counted). */
  readonly cancerTypes: ReadonlyMap<string, string>;
  /** The column the types were taken from. */
  readonly column: string;
  readonly report: readonly Notice[];
}

/**
 * Reads the cancer type of each sample from a table separated by tabs or commas (or its .gz), or from the obs of an .h5ad.
 *
 * The sample column is the one called sample, sampleID and so on, else the first; the column of the
 * cancer type is the given one, else the first known by its name, in any case of letters.
 *
 * @throws {InputError} If the file cannot be read or is not such a table, if no column is known or the
 * given one is not there, or if a sample is named twice with different types.
 *
 * @example
 * ```ts
 * import { readPhenotype } from "./phenotype.ts";
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "sample\tage\t_primary_disease\nS1\t50\tuveal melanoma\n");
 * const { cancerTypes, column } = await readPhenotype(path);
 * if (cancerTypes.get("S1") !== "uveal melanoma") throw new Error("not found");
 * if (column !== "_primary_disease") throw new Error(column);
 * await Deno.remove(path);
 * ```
 */
export async function readPhenotype(
  path: string,
  { column }: PhenotypeOptions = {},
): Promise<Phenotype> {
  const { types: beside } = await formatOf(path);
  if (beside) return await beside.read(path, column);
  const notices = new NoticeCounter();
  const types = new Map<string, string>(), lines = new Map<string, number>();
  let header: Header | undefined;
  const ended = await eachLine(path, (line) => {
    if (isBlank(line)) return;
    if (!header) return void (header = readHeader(path, line, column));
    const { sample, type } = readRow(path, line, header);
    const earlier = types.get(sample);
    if (isUnknownType(type)) return notices.add("missing-cancer-types", sample);
    if (earlier !== undefined && earlier !== type) {
      throw new InputError(
        `Cannot read ${path}, line ${line.number}: the sample ${sample} is "${type}" here and ` +
          `"${earlier}" in line ${lines.get(sample)}; correct one of them`,
      );
    }
    if (earlier !== undefined) return notices.add("duplicate-phenotype-rows", sample);
    types.set(sample, type);
    lines.set(sample, line.number);
  });
  if (!header || types.size === 0) {
    throw new InputError(`Cannot read ${path}: no row below the first names a cancer type`);
  }
  if (!ended) notices.add("no-final-newline", path);
  return { cancerTypes: types, column: header.typeName, report: notices.report() };
}

interface Header {
  readonly cells: number;
  readonly sample: number;
  readonly type: number;
  readonly typeName: string;
}

function readHeader(path: string, line: Line, column: string | undefined): Header {
  const names = cellBounds(path, line).map(([from, to]) => cellText(line.bytes, from, to) ?? "");
  const type = findTypeColumn(names, column), place = `Cannot read ${path}, line ${line.number}`;
  if (names.length < 2 || type === undefined) throw noTypeColumn(place, names, column);
  const sample = findSampleColumn(names) ?? 0;
  if (sample === type) {
    throw new InputError(
      `${place}: "${names[type]}" is the column of the sample ids; name the one that gives the ` +
        "cancer type",
    );
  }
  return { cells: names.length, sample, type, typeName: names[type]! };
}

function readRow(path: string, line: Line, header: Header): { sample: string; type: string } {
  const bounds = cellBounds(path, line), place = `Cannot read ${path}, line ${line.number}`;
  if (bounds.length !== header.cells) {
    throw new InputError(
      `${place}: ${bounds.length} cells where the header has ${header.cells}; is the file complete?`,
    );
  }
  const [from, to] = bounds[header.sample]!;
  const type = cellText(line.bytes, ...bounds[header.type]!);
  if (type === undefined) {
    throw new InputError(
      `${place}, column ${header.type + 1}: not UTF-8 text; is the file damaged?`,
    );
  }
  return { sample: idText(path, line, from, to, header.sample + 1), type };
}
