import { strict as assert } from "node:assert";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { toManifest } from "../../lib/sweep/_plan_manifest.ts";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { JournalWriter } from "../../lib/sweep/store/journal.ts";
import { writeManifest } from "../../lib/sweep/store/write_manifest.ts";
import { writeResults } from "../../lib/sweep/store/results.ts";
import { planSweep, runSweep, type SweepOptions } from "../../lib/sweep/sweep.ts";
import { recordOf } from "./_records.ts";
import { temporaryFolder } from "../_temporary.ts";

const SMALL: SweepOptions = {
  ...{ data: "synthetic-120x60", engine: "eager", backend: "cpu", workers: 1 },
  axes: { models: ["vae"], latentSizes: [2, 3], learningRates: [0.01], optimizers: ["adam"] },
};

const plan = (out: string, batchSize: number) =>
  planSweep({ ...SMALL, out, fixed: { batchSize, hiddenSize: 8, fixedEpochs: 1 } });

Deno.test("a sweep takes the folder of another whose runs all failed; status and results know only its own", async () => {
  const out = temporaryFolder(), before = await plan(out, 16);
  writeManifest(out, toManifest(before));
  const failed = before.jobs.map(({ run, configuration }) => recordOf(run, { configuration }));
  {
    using journal = new JournalWriter(`${out}/runs`);
    for (const record of failed) journal.append(record);
  }
  await writeResults(out, failed);
  assert.equal(sweepStatus(out).failed, 2);
  const next = await plan(out, 32);
  assert.deepEqual([next.removed, next.done.length, next.pending.length], [2, 0, 2]);
  assert.equal(sweepStatus(out).failed, 2, "planning removes nothing");
  const { records } = await runSweep(next);
  assert.deepEqual(records.map(({ status }) => status), ["max_epochs", "max_epochs"]);
  const { total, done, failed: still } = sweepStatus(out), { results } = openResultFolder(out);
  assert.deepEqual([total, done, still, results.height], [2, 2, 0, 2]);
  // Now that runs are finished, the folder is theirs.
  await assert.rejects(plan(out, 16), /it holds results of .*batch-size was 32, now 16/);
  assert.equal((await plan(out, 32)).removed, 0);
});
