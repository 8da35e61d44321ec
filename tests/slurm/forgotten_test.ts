import { strict as assert } from "node:assert";
import { signalTo, stopped } from "../faults/_processes.ts";
import { until } from "../_until.ts";
import type { LocalSlurm } from "./_local_slurm.ts";
import { finishedTimes, ledger, runs, SHORT, SlurmSweep } from "./_sweeps.ts";
import { taskPrograms, wholeTask } from "./_task_processes.ts";
import { slurmTest } from "./_with_slurm.ts";

/** Whether Slurm, which has no accounting here, knows nothing of a job any more. */
async function forgotten(slurm: LocalSlurm, job: string): Promise<boolean> {
  return (await slurm.run("scontrol", "show", "job", job)) === "" &&
    (await slurm.run("squeue", "-h", "--states=all")) === "";
}

slurmTest(
  "a job that ended and was forgotten while the sweep was paused is done: nothing is submitted or run again",
  async (slurm, folder) => {
    const args = [...SHORT, ...runs(4), "--workers", "2", "--out", folder];
    const sweep = new SlurmSweep(slurm, args);
    await until(() => sweep.err.includes("submitted job 1,"), 60);
    sweep.process.kill("SIGSTOP");
    await until(() => stopped(sweep.process.pid), 10);
    await until(() => forgotten(slurm, "1"), 120);
    assert.equal(finishedTimes(folder).size, 4);
    sweep.process.kill("SIGCONT");
    const { code, out, err } = await sweep.finish(120);
    assert.equal(code, 0, err);
    assert.match(out, /4 of 4 runs finished/);
    assert.equal(ledger(folder, "submitting").length, 1, err);
    assert.deepEqual([...finishedTimes(folder).values()], [1, 1, 1, 1]);
  },
);

slurmTest(
  "a job that was killed and forgotten while nobody watched is lost after a while, and only what it left is done again",
  async (slurm, folder) => {
    const args = [...SHORT, "--fixed-epochs", "150", ...runs(4), "--workers", "1", "--out", folder];
    const first = new SlurmSweep(slurm, args);
    await until(() => first.told >= 1, 60);
    first.process.kill("SIGKILL");
    await first.process.status;
    for (const program of taskPrograms(folder)) {
      for (const pid of wholeTask(program)) signalTo(pid, "SIGKILL");
    }
    await until(() => forgotten(slurm, "1"), 120);
    const before = finishedTimes(folder).size;
    assert.ok(before < 4, "it was done before it was killed");
    const { code, err } = await new SlurmSweep(slurm, args).finish(120);
    assert.equal(code, 0, err);
    const left = before === 3 ? "1 run" : `${4 - before} runs`;
    assert.match(err, new RegExp(`^Slurm: task 1_0 was lost with ${left} left$`, "m"));
    assert.equal(ledger(folder, "submitting").length, 2, err);
    assert.deepEqual([...finishedTimes(folder).values()], [1, 1, 1, 1]);
  },
);
