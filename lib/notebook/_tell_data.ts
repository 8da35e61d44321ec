import { describeData } from "../data/describe_data.ts";
import type { DataSummary } from "../data/data_summary.ts";
import type { Notice } from "../data/notices.ts";

/** Says below the cell what was understood of the data, as the command line does before it trains. */
export function tellData(summary: DataSummary, report: readonly Notice[]): void {
  const { lines } = describeData(summary, report);
  console.log(lines.map(({ what, text }) => `${what.padEnd(9)}  ${text}`).join("\n"));
}
