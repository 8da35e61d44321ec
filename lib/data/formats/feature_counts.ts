import { InputError } from "../../errors.ts";
import type { TableReceiver } from "../table.ts";
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
  read(path, receiver, notices, options = {}) {
    // Names, unlike ids, may be those of several genes.
    const once = options.geneColumn === undefined ? withGenesOnce(path, receiver) : receiver;
    return readTextTable(path, once, notices, {
      ...options,
      description: "featureCounts' table",
      rowsByDefault: { rows: "genes", why: "rows of featureCounts are genes" },
    });
  },
};

/** Genes stand once, unless each exon was counted: a gene's exons are no copies of it that could stand for it. */
function withGenesOnce(path: string, receiver: TableReceiver): TableReceiver {
  const genes = new Set<string>();
  return {
    header: (ids) => receiver.header(ids),
    leaveOut: (side, id) => receiver.leaveOut(side, id),
    line(id, values, missing) {
      if (genes.has(id)) {
        throw new InputError(
          `Cannot read ${path}: it has several rows for ${id}, as featureCounts -f writes one for each exon; count ` +
            "per gene, without -f",
        );
      }
      genes.add(id);
      receiver.line(id, values, missing);
    },
  };
}
