import { InputError } from "../../errors.ts";
import { isBlank } from "../text/cells.ts";
import type { Line } from "../text/line.ts";
import { eachLine } from "../text/lines.ts";
import type { DataFormat } from "./format.ts";
import { isSeriesMatrix, readSeriesMatrixPhenotype } from "./series_matrix_phenotype.ts";
import { TextTable } from "./_text_table.ts";

const BEGIN = "!series_matrix_table_begin", END = "!series_matrix_table_end";

/** GEO's series matrix: the table between its two marks, and above it what is known about the samples. */
export const seriesMatrix: DataFormat = {
  name: "a GEO series matrix",
  endings: ["txt"],
  isNative: false,
  recognize: ({ text }) => isSeriesMatrix(text),
  async read(path, receiver, notices, { onProgress } = {}) {
    const rowsByDefault = { rows: "genes", why: "rows of a GEO series matrix are genes" } as const;
    const description = "GEO series matrix";
    const table = new TextTable(path, receiver, notices, { description, rowsByDefault });
    let state: "above" | "in" | "below" = "above", lines = 0;
    const read = (line: Line) => {
      if (state === "above") {
        if (isMark(line, BEGIN)) state = "in";
      } else if (state === "in") {
        if (isMark(line, END)) state = "below";
        else {
          table.take(line);
          if (!isBlank(line)) lines++;
        }
      }
    };
    const onLatin1 = (cell: string) => notices.add("latin-1-text", cell);
    await eachLine(path, read, { onProgress, onLatin1, separator: "tabs", joinsQuoted: false });
    if (state === "above") throw new InputError(`Cannot read ${path}: ${withoutNumbers(BEGIN)}`);
    if (state === "in") {
      throw new InputError(
        `Cannot read ${path}: a GEO series matrix that ends before ${END}; get the file again`,
      );
    }
    if (lines < 2) throw new InputError(`Cannot read ${path}: ${withoutNumbers()}`);
    return table.finish();
  },
  phenotype: { isBesideMatrix: true, read: readSeriesMatrixPhenotype },
};

function isMark({ bytes, start, end }: Line, mark: string): boolean {
  const text = new TextDecoder().decode(bytes.subarray(start, Math.min(end, start + 40)));
  return text.split("\t", 1)[0]!.replaceAll('"', "").trim().toLowerCase() === mark;
}

function withoutNumbers(missing?: string): string {
  return `a GEO series matrix ${
    missing ? `without ${missing}` : "with an empty table"
  }, as series of sequencing ` +
    "have; their counts are the supplementary files of the series at GEO: give one of those";
}
