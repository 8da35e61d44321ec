import { strict as assert } from "node:assert";
import { timeReport } from "../../lib/bench/time_report.ts";

Deno.test("timeReport() measures the report of runs that nobody trained", async () => {
  const [time, ...others] = await timeReport({ quick: true });
  const { runs, tableSeconds, seconds, processorSeconds, load, peakGigabytes, megabytes } = time!;
  assert.deepEqual([runs, others.length], [240, 0]);
  assert.ok(processorSeconds > 0.5 && load >= 0);
  assert.ok(0 < tableSeconds && tableSeconds < seconds && peakGigabytes > 0.05 && megabytes > 0.5);
});
