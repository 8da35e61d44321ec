import { strict as assert } from "node:assert";
import { queuedTasks } from "../../lib/sweep/slurm/_queue.ts";
import { Waiting } from "../../lib/sweep/slurm/_waiting.ts";
import { temporaryFolder } from "../_temporary.ts";
import { until } from "../_until.ts";
import { finishedTimes, ledger, runs, SHORT, SlurmSweep, sweepHere } from "./_sweeps.ts";
import { slurmTest } from "./_with_slurm.ts";

Deno.test("Waiting says a reason once it has lasted for a minute, and each reason once", () => {
  const task = (number: number, reason: string) => {
    return { job: "40", name: "sweep", task: number, state: "PENDING", reason };
  };
  const waiting = new Waiting(60_000), held = [task(0, "JobHeldUser"), task(1, "JobHeldUser")];
  assert.deepEqual([0, 30_000, 59_000].flatMap((now) => waiting.notes(held, now)), []);
  assert.deepEqual(waiting.notes(held, 61_000), [
    "Slurm: 2 tasks of job 40 have waited 61 s to be started: JobHeldUser (held by a user: " +
    "`scontrol release 40` lets them start)",
  ]);
  assert.deepEqual(waiting.notes(held, 100_000), []);
  const turn = [task(0, "Priority")];
  assert.deepEqual(waiting.notes(turn, 101_000), []);
  assert.match(waiting.notes(turn, 162_000).join(), /^Slurm: 1 task of job 40 has waited 61 s/);
});

Deno.test({
  name:
    "queuedTasks() understands an array that was cancelled while all of it waited: it has no number",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = temporaryFolder(), path = Deno.env.get("PATH")!;
    const line = "40|N/A|CANCELLED|sweep-1a|None";
    Deno.writeTextFileSync(`${folder}/squeue`, `#!/bin/sh\necho '${line}'\n`, { mode: 0o755 });
    Deno.env.set("PATH", `${folder}:${path}`);
    try {
      assert.deepEqual(await queuedTasks(["sweep-1a"]), [
        { job: "40", state: "CANCELLED", name: "sweep-1a", reason: "None", task: null },
      ]);
    } finally {
      Deno.env.set("PATH", path);
    }
  },
});

slurmTest(
  "a waiting task that is cancelled is not submitted again, and the sweep ends with exit code 3",
  async (slurm, folder) => {
    const args = [...SHORT, ...runs(6), "--workers", "3", "--out", folder];
    const sweep = new SlurmSweep(slurm, [...args, "--slurm-hold"]);
    await until(() => sweep.err.includes("submitted job 1,"), 60);
    await slurm.run("scancel", "1_1");
    await slurm.run("scontrol", "release", "1");
    const { code, err } = await sweep.finish(120);
    assert.equal(code, 3, err);
    assert.match(err, /^Slurm: task 1_1 was cancelled with 2 runs left$/m);
    assert.match(err, /^2 runs were cancelled$/m);
    assert.match(err, /^Stopped: 4 of 6 runs are kept/m);
    assert.doesNotMatch(err, /keep running/);
    assert.equal(ledger(folder, "submitting").length, 1);
    const again = await new SlurmSweep(slurm, args).finish();
    assert.equal(again.code, 0, again.err);
    assert.deepEqual([...finishedTimes(folder).values()], [1, 1, 1, 1, 1, 1]);
  },
);

slurmTest(
  "a sweep that is left before anything is submitted does not say that jobs keep running",
  async (slurm, folder) => {
    const args = [...SHORT, ...runs(2), "--out", folder];
    const refusing = new SlurmSweep(slurm, [...args, "--slurm-hold"]);
    await until(() => refusing.err.includes("submitted job 1,"), 60);
    await slurm.run("scancel", "1");
    const { code, err } = await refusing.finish(120);
    assert.equal(code, 3, err);
    assert.doesNotMatch(err, /keep running/);
  },
);

slurmTest(
  "what will not start by itself is told with Slurm's reason and what to do",
  async (slurm, folder) => {
    const control = (...args: string[]) => slurm.run("scontrol", ...args);
    const held = await sweepHere(slurm, `${folder}-held`, {}, {
      sbatch: { hold: true },
      onNote: (text) => text.includes("`scontrol release 1`") && control("release", "1"),
    });
    assert.match(
      held.join("\n"),
      /2 tasks of job 1 have waited \d+ s .*: JobHeldUser \(held by a user/,
    );
    assert.equal(finishedTimes(`${folder}-held`).size, 2);

    await control("update", "PartitionName=low", "State=DOWN");
    const foreseen = await new SlurmSweep(slurm, [...SHORT, ...runs(2), "--dry-run"]).finish();
    assert.equal(foreseen.code, 0, foreseen.err);
    assert.match(
      foreseen.out,
      /^slurm +takes these jobs, but partition low is DOWN: it starts none$/m,
    );
    const down = await sweepHere(slurm, `${folder}-down`, {}, {
      onNote: (text) =>
        text.includes("waited") && control("update", "PartitionName=low", "State=UP"),
    });
    assert.match(down.join("\n"), /: PartitionDown \(the partition starts nothing now/);
    assert.equal(finishedTimes(`${folder}-down`).size, 2);

    await control("update", "PartitionName=high", "MaxTime=5");
    const long = await sweepHere(slurm, `${folder}-long`, {}, {
      sbatch: { partition: "high", time: "60" },
      onNote: (text) => text.includes("waited") && slurm.run("scancel", "--state=PENDING"),
    });
    assert.match(long.join("\n"), /: PartitionTimeLimit \(more than the partition allows/);
    assert.match(long.join("\n"), /was cancelled with 1 run left/);

    const none = await new SlurmSweep(slurm, [
      ...SHORT,
      "--dry-run",
      "--slurm-partition",
      "nowhere",
    ])
      .finish();
    assert.equal(none.code, 2, none.err);
    assert.match(
      none.err,
      /^Slurm would refuse these jobs: .*nvalid partition.*; change the --slurm/m,
    );
  },
);
