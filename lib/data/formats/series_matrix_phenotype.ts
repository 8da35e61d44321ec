import { InputError } from "../../errors.ts";
import { byteStream } from "../byte_stream.ts";
import { NoticeCounter } from "../notice_counter.ts";
import type { PhenotypeTable } from "../phenotype/phenotype_table.ts";
import { splitCharacteristics, type TextColumn } from "./_characteristics.ts";
import { delimitedRows } from "./_delimited_text.ts";

/** Where the samples' lines end and the matrix begins. */
const TABLE = /^!series_matrix_table_begin/m;
const SAMPLE = "!Sample_";
/** Characters above the table at most: of 100,000 samples with ten lines each. */
const LARGEST = 2 ** 26;

/** Whether a text that begins so is a GEO series matrix. */
export function isSeriesMatrix(text: string): boolean {
  return /^\s*"?!(?:Series|Sample)_/.test(text);
}

/**
 * What a GEO series matrix says about its samples above the numbers: a column for each `!Sample_` line, and one for each
 * key of its characteristics. The ids are `geo_accession`.
 *
 * @throws {InputError} If it has no such lines, or they differ in length.
 */
export async function readSeriesMatrixPhenotype(path: string): Promise<PhenotypeTable> {
  const columns: TextColumn[] = [], notices = new NoticeCounter();
  for (const { cells, line } of delimitedRows(path, await textAbove(path, notices), "\t", 1)) {
    const [name = "", ...texts] = cells;
    if (!name.startsWith(SAMPLE)) continue;
    const [first] = columns;
    if (first && first.texts.length !== texts.length) {
      throw new InputError(
        `Cannot read ${path}, line ${line}: ${name} has ${texts.length} samples, ${SAMPLE}${first.name} has ` +
          `${first.texts.length}; is the file complete?`,
      );
    }
    columns.push({ name: name.slice(SAMPLE.length), texts });
  }
  if (columns.length === 0) {
    throw new InputError(`Cannot read ${path}: it has no ${SAMPLE} lines that tell its samples`);
  }
  const split = splitCharacteristics(columns);
  return {
    path,
    header: `${SAMPLE} lines`,
    names: split.map(({ name }) => name),
    rows: columns[0]!.texts.length,
    column: (at) => Promise.resolve(split[at]!.texts),
    place: (row) => `sample ${row + 1}`,
    report: notices.report(),
  };
}

async function textAbove(path: string, notices: NoticeCounter): Promise<string> {
  const decoder = new TextDecoder();
  const onLatin1 = (cell: string) => notices.add("latin-1-text", cell);
  let text = "";
  for await (const chunk of byteStream(path, { onLatin1 })) {
    text += decoder.decode(chunk, { stream: true });
    const end = TABLE.exec(text);
    if (end) return text.slice(0, end.index);
    if (text.length > LARGEST) {
      throw new InputError(
        `Cannot read ${path}: there is no table in the first ${LARGEST} characters; is it a series matrix?`,
      );
    }
  }
  return text;
}
