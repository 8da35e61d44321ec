import { strict as assert } from "node:assert";
import { uniform } from "../../lib/random.ts";
import { until } from "./_local_slurm.ts";
import {
  attempts,
  decisive,
  finishedTimes,
  ledger,
  runs,
  SHORT,
  SlurmSweep,
  sweepLocally,
} from "./_sweeps.ts";
import { slurmTest } from "./_with_slurm.ts";

slurmTest(
  "a sweep whose coordinator and tasks are killed at random times ends with the unbroken one's results",
  async (slurm, folder) => {
    const args = [...SHORT, "--fixed-epochs", "40", ...runs(60)], local = `${folder}-local`;
    const command = [...args, "--workers", "4", "--retries", "9", "--out", folder];
    let rounds = 0, finished = false;
    for (const moment of uniform([7, 0], 20)) {
      rounds++;
      const sweep = new SlurmSweep(slurm, command);
      const ended = sweep.finish().then(({ code }) => finished = code === 0);
      await until(() => sweep.err.includes("Slurm:") || finished, 60);
      await Promise.race([ended, pause(moment * 1500)]);
      if (finished) break;
      sweep.process.kill("SIGKILL");
      await ended;
      if (moment < 0.5) killTasks(folder);
    }
    assert.ok(rounds >= 3, `${rounds} rounds`);
    if (!finished) assert.equal((await new SlurmSweep(slurm, command).finish()).code, 0);
    await sweepLocally([...args, "--out", local]);
    assert.deepEqual(decisive(folder), decisive(local));
    assert.equal(finishedTimes(folder).size, 60);
    const records = [...finishedTimes(folder).values()].reduce((sum, times) => sum + times, 0);
    console.log(`${rounds} rounds, 60 runs kept, ${records - 60} finished twice`);
  },
);

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Kills programs of tasks and their workers: those whose command names the folder. */
function killTasks(folder: string): void {
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (!Deno.readTextFileSync(`/proc/${name}/cmdline`).includes(folder)) continue;
      Deno.kill(Number(name), "SIGKILL");
    } catch {
      // it has ended meanwhile
    }
  }
}

slurmTest(
  "a task that is near its time limit starts no further run, and the rest is submitted again",
  async (slurm, folder) => {
    // Work for more than the limit of a minute, so that the signal comes before its end.
    const args = [
      ...SHORT,
      "--fixed-epochs",
      "900",
      ...runs(10),
      "--workers",
      "1",
      "--retries",
      "0",
    ];
    const limit = ["--slurm-time", "1", "--slurm-signal", "B:USR1@30"];
    const sweep = new SlurmSweep(slurm, [...args, ...limit, "--out", folder]);
    const { code, err } = await sweep.finish(900);
    assert.equal(code, 0, err);
    assert.match(err, /^Slurm: task 1_0 came to its time limit with \d+ runs? left$/m);
    assert.ok(ledger(folder, "submitting").length >= 2);
    // Nothing was cut off: each run was done once, each attempt ended by itself.
    assert.deepEqual([...finishedTimes(folder).values()], Array(10).fill(1));
    assert.ok(attempts(folder).length >= 2);
  },
);
