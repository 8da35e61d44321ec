import type { DataFormat } from "./format.ts";
import { readTextTable } from "./_text_table.ts";

/** The header of DepMap's tables since 24Q4: numbered rows, then columns that say whose each is. */
const HEADER = /^[^\r\n]*,"?ModelID"?,[^\r\n]*IsDefaultEntryForModel/;

/**
 * DepMap's expression as it comes since 24Q4: a row for each sequencing, of which one is the default entry of its
 * model. Earlier tables, whose rows are models, are plain CSV.
 */
export const depMap: DataFormat = {
  name: "DepMap's table",
  endings: ["csv"],
  isNative: false,
  recognize: ({ text }) => HEADER.test(text),
  takes: ["geneColumn"],
  read: (path, receiver, notices, { geneColumn = "ModelID", onProgress } = {}) =>
    readTextTable(path, receiver, notices, {
      ...{ geneColumn, onProgress },
      description: "DepMap's table (CSV)",
      onlyRows: { column: "IsDefaultEntryForModel", is: /^(yes|true|1)$/i },
      rowsByDefault: { rows: "samples", why: "rows of DepMap are models" },
    }),
};
