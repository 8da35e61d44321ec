import { strict as assert } from "node:assert";
import { timeReport } from "../../lib/bench/time_report.ts";

Deno.test("timeReport() measures a report and tables on runs that nobody trained", async () => {
  const { runs, seconds, megabytes, tables } = await timeReport({ quick: true });
  assert.deepEqual([runs, tables.runs], [120, 120]);
  assert.ok(seconds > 0.1 && megabytes > 0.5 && tables.seconds > 0 && tables.peakGigabytes > 0.05);
});
