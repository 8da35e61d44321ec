import { strict as assert } from "node:assert";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import { signalTo } from "../faults/_processes.ts";
import { atWork, rows } from "../faults/_sweep.ts";
import { begunRuns } from "../faults/_tally.ts";
import { until } from "../_until.ts";
import { runs, SlurmSweep } from "./_sweeps.ts";
import { slurmTest } from "./_with_slurm.ts";

const GRID =
  "--data synthetic-120x60 --batch-size 16 --hidden-size 8 --fixed-epochs 100 --population 6"
    .split(" ");

if ((await availableBackend()).backend === "tensorflow") {
  slurmTest(
    "a task trains six runs at once, and tries each again by itself where its worker is killed",
    async (slurm, folder) => {
      const sweep = new SlurmSweep(slurm, [...GRID, ...runs(12), "--out", folder]);
      let victim: number | undefined;
      await until(() => {
        const busy = Map.groupBy(atWork(folder), ({ pid }) => pid);
        return (victim = [...busy].find(([, at]) => at.length === 6)?.[0]) !== undefined;
      }, 120);
      signalTo(victim!, "SIGKILL");
      const { code, err } = await sweep.finish();
      assert.equal(code, 0, err);
      assert.match(err, /^Slurm: submitted job \d+, 2 tasks for 12 runs$/m);
      const { records } = readJournals(`${folder}/runs`);
      assert.equal(records.length, 12);
      assert.ok(records.every(({ status }) => status === "max_epochs"));
      const alone = rows(folder).filter(({ population }) => population === "1");
      assert.deepEqual([alone.length, begunRuns(folder)], [6, 12 + 6]);
    },
  );
}
