import type { DataFormat } from "./format.ts";
import { readTextTable } from "./_text_table.ts";

/** The columns that stand before the samples; after the first, all are left out by their names. */
const HEADER = ["Geneid", "Chr", "Start", "End", "Strand", "Length"];
const BEGINNING = new RegExp(`^(#.*\\r?\\n)*${HEADER.map((name) => `"?${name}"?`).join("\\t")}\\t`);

/** What featureCounts writes: genes with their places, and a column of counts for each file of alignments. */
export const featureCounts: DataFormat = {
  name: "featureCounts' table",
  endings: ["txt"],
  isNative: false,
  recognize: ({ text }) => /^# ?Program: ?featureCounts/.test(text) || BEGINNING.test(text),
  takes: ["geneColumn"],
  read: (path, receiver, notices, options = {}) =>
    readTextTable(path, receiver, notices, {
      ...options,
      description: "featureCounts' table",
      rowsByDefault: { rows: "genes", why: "rows of featureCounts are genes" },
    }),
};
