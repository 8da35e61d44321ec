import type { DataFormat } from "./format.ts";
import { readTextPhenotype } from "./_text_phenotype.ts";
import { readTextTable } from "./_text_table.ts";

/** Text separated by tabs, commas, semicolons or blanks, also compressed: everything that no other format recognizes. */
export const text: DataFormat = {
  name: "text",
  endings: ["tsv", "csv", "txt", "xena"],
  isNative: false,
  recognize: ({ isFolder }) => !isFolder,
  takes: ["geneColumn"],
  read: readTextTable,
  phenotype: { isBesideMatrix: false, read: readTextPhenotype },
};
