/**
 * The process in which the analysis tables of a folder, the first argument, are timed; prints seconds and the highest
 * resident set as a line of JSON.
 *
 * @module
 */
import { peakGigabytes } from "./peak_memory.ts";
import { analysisTables } from "../report/analysis_tables.ts";
import { openResultFolder } from "../sweep/open_result_folder.ts";

if (import.meta.main) {
  const began = performance.now();
  analysisTables(openResultFolder(Deno.args[0]!));
  const seconds = (performance.now() - began) / 1000;
  console.log(JSON.stringify({ seconds, peakGigabytes: await peakGigabytes("self") }));
}
