import { describeData } from "../data/describe_data.ts";
import type { DataSummary } from "../data/data_summary.ts";
import { describeNotices } from "../data/notices.ts";
import type { Notice } from "../data/notices.ts";
import { print } from "../format/print.ts";

/** Says below the cell what was understood of the data, as the command line does before it trains. */
export function tellData(summary: DataSummary, report: readonly Notice[]): void {
  const { lines, others } = describeData(summary, report);
  const notes = describeNotices(others).map((text) => ({ what: "note", text }));
  const told = [...lines, ...notes].map(({ what, text }) => `${what.padEnd(9)}  ${text}`);
  print(...told);
}
