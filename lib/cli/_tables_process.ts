/**
 * The process in which the analysis tables of a folder, the first argument, are timed; prints seconds and the highest
 * resident set as a line of JSON. With a second argument each table's seconds go to standard error.
 *
 * @module
 */
import { analysisTables } from "../report/analysis_tables.ts";
import { openFolder } from "../report/open_folder.ts";

/** Highest resident set so far, in GB; the present one where the system does not tell. */
function peakGigabytes(): number {
  try {
    const status = Deno.readTextFileSync("/proc/self/status");
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) * 1024 / 1e9;
  } catch {
    return Deno.memoryUsage().rss / 1e9;
  }
}

if (import.meta.main) {
  const began = performance.now(), input = openFolder(Deno.args[0]!);
  const tables = analysisTables(input);
  const seconds = (performance.now() - began) / 1000;
  if (Deno.args[1]) { for (const { name, problem } of tables) console.error(name, problem); }
  console.log(JSON.stringify({ seconds, peakGigabytes: peakGigabytes() }));
}
