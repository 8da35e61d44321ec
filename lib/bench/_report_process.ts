/**
 * The process in which the report of a folder, the first argument, is timed; prints a line of JSON.
 *
 * @module
 */
import { cpuUsage } from "node:process";
import { writeReport } from "../report/write_report.ts";
import { readTable } from "../sweep/store/read_table.ts";
import { peakGigabytes } from "./peak_memory.ts";

if (import.meta.main) {
  const folder = Deno.args[0]!, began = performance.now(), [load] = Deno.loadavg();
  let tableSeconds = NaN;
  const { page, defects } = await writeReport(folder, {
    onProgress: ({ stage, done }) => {
      if (stage === "figures" && done === 0) tableSeconds = (performance.now() - began) / 1000;
    },
  });
  if (defects.length > 0) throw defects[0]!.error;
  const seconds = (performance.now() - began) / 1000, gigabytes = await peakGigabytes("self");
  const { user, system } = cpuUsage();
  const runs = readTable(`${folder}/results.parquet`, ["run"])!.height;
  console.log(JSON.stringify({
    ...{ runs, tableSeconds, seconds, processorSeconds: (user + system) / 1e6, load },
    peakGigabytes: gigabytes,
    megabytes: Deno.statSync(page).size / 1e6,
  }));
}
