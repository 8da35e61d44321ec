import type { DataFormat } from "./format.ts";
import { readTextTable } from "./_text_table.ts";

/** Text separated by tabs or commas, also packed by gzip: whatever no other format takes. */
export const text: DataFormat = {
  name: "text",
  endings: ["tsv", "csv", "txt", "xena", "gz"],
  isNative: false,
  recognize: () => true,
  read: readTextTable,
};
