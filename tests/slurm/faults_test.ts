import { strict as assert } from "node:assert";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { signalTo } from "../faults/_processes.ts";
import { journalLines } from "../faults/_sweep.ts";
import { begunRuns } from "../faults/_tally.ts";
import { until } from "../_until.ts";
import {
  attempts,
  attemptWith,
  finishedTimes,
  ledger,
  runs,
  runTask,
  SHORT,
  SlurmSweep,
  sweepHere,
  wrapped,
} from "./_sweeps.ts";
import { runsOn, stopWorker, taskPrograms, wholeTask } from "./_task_processes.ts";
import { slurmTest } from "./_with_slurm.ts";

/** Runs of a few seconds each. */
const LONGER = [...SHORT, "--fixed-epochs", "200"];

slurmTest(
  "a preempted and requeued task keeps what is finished, repeats the open run only, and costs no retry",
  async (slurm, folder) => {
    const args = [...LONGER, ...runs(2), "--workers", "1", "--retries", "0", "--out", folder];
    const sweep = new SlurmSweep(slurm, [...args, "--slurm-exclusive", "--slurm-nodelist=first"]);
    await until(() => finishedTimes(folder).size === 1, 60);
    const [task] = await slurm.tasks("RUNNING");
    // However fast this machine is, its run takes longer than the seconds that are left to it: it is ended.
    const { pid: worker } = await stopWorker(folder);
    const holding = setInterval(() => signalTo(worker, "SIGSTOP"), 5); // Slurm lets it continue, to learn of its end
    // Others with higher priority take the node.
    await slurm.run(
      "sbatch",
      "-p",
      "high",
      "-w",
      "first",
      "--exclusive",
      "-o",
      "/dev/null",
      "--wrap",
      "sleep 2",
    );
    await until(async () => (await slurm.tasks("PENDING")).includes(task!), 30);
    clearInterval(holding);
    assert.ok(attemptWith(folder, '"signal":"SIGTERM"') !== undefined);
    await until(async () => (await slurm.run("squeue", "-h", "-p", "high")) === "", 30);
    await slurm.run("scontrol", "update", `JobId=${task}`, "StartTime=now");
    const { code, err } = await sweep.finish();
    assert.equal(code, 0, err);
    assert.equal(ledger(folder, "submitting").length, 1, err);
    // Two attempts of one task, each with a file of its own.
    assert.deepEqual(attempts(folder).map((name) => name.slice(0, 3)).sort(), ["0.0", "0.1"]);
    assert.deepEqual([...finishedTimes(folder).values()], [1, 1]);
    assert.equal(begunRuns(folder), 3);
    // No retry: there is none, and that a worker was ended is recorded nowhere as a failure.
    const lines = journalLines(folder).flatMap((journal) => journal.lines);
    assert.deepEqual(lines.filter((line) => line.includes('"status":"failed"')), []);
  },
);

slurmTest(
  "a lost node's tasks are done elsewhere, and a process that kept running there all the same gives no second result",
  async (slurm, folder) => {
    const args = [...LONGER, ...runs(4), "--workers", "2", "--out", folder];
    const sweep = new SlurmSweep(slurm, [...args, "--slurm-exclusive"]);
    await until(async () => (await slurm.tasks("RUNNING")).length === 2, 60);
    await until(() => attempts(folder).length === 2, 60);
    const [lost] = taskPrograms(folder).filter((program) => runsOn(program, "first"));
    // However fast this machine is, the process that lives on has work left when its task begins again.
    const living = wholeTask(lost!);
    for (const pid of living) signalTo(pid, "SIGSTOP");
    await slurm.killNode("first");
    // What Slurm does by itself after SlurmdTimeout, and two minutes later.
    await slurm.run("scontrol", "update", "NodeName=first", "State=DOWN", "Reason=lost");
    await until(async () => (await slurm.tasks("PENDING")).length === 1, 60);
    const [task] = await slurm.tasks("PENDING");
    await slurm.run("scontrol", "update", `JobId=${task}`, "StartTime=now");
    await until(() => attempts(folder).length === 3, 120);
    for (const pid of living) signalTo(pid, "SIGCONT");
    const { code, out, err } = await sweep.finish();
    assert.equal(code, 0, err);
    assert.match(out, /4 of 4 runs finished/);
    assert.equal(attempts(folder).filter((name) => /^\d\.1-/.test(name)).length, 1, err);
    assert.equal(finishedTimes(folder).size, 4);
    assert.equal(Deno.readTextFileSync(`${folder}/results.csv`).trim().split("\n").length, 5);
    assert.equal(ledger(folder, "submitting").length, 1, err);
  },
);

slurmTest(
  "a task that runs twice at once gives one result for each run, and repeated ones are told",
  async (slurm, folder) => {
    const args = [...LONGER, ...runs(3), "--workers", "1", "--out", folder];
    const sweep = new SlurmSweep(slurm, args);
    await until(() => sweep.err.includes("submitted job"), 60);
    const [{ tag }] = ledger(folder, "submitting") as [{ tag: string }];
    const twin = await runTask(folder, tag, 0);
    const { code, err } = await sweep.finish();
    assert.equal(twin.code, 0, twin.err);
    assert.equal(code, 0, err);
    assert.equal(attempts(folder).length, 2);
    const times = [...finishedTimes(folder).values()];
    assert.equal(times.length, 3);
    assert.ok(Math.max(...times) === 2, `${times}`);
    assert.equal(Deno.readTextFileSync(`${folder}/results.csv`).trim().split("\n").length, 4);
    assert.match(err, /^\d runs? (was|were) done more than once; the first results count$/m);
    assert.doesNotMatch(err, /different results/);
  },
);

/** A cluster whose tasks end before they can say anything. */
const DYING = `sed -i 's/^exec .*/kill -9 $$/' "\${@: -1}"; exec "$real" "$@"`;

slurmTest(
  "a task without a word is lost after a while, its runs are submitted again within the retries, then recorded",
  async (slurm, folder) => {
    const notes = await sweepHere(slurm, folder, wrapped("sbatch", DYING));
    assert.deepEqual(notes.filter((note) => /was lost with 1 run left$/.test(note)).length, 4);
    assert.equal(ledger(folder, "submitting").length, 2);
    const { records } = readJournals(`${folder}/runs`);
    assert.deepEqual(
      records.map(({ failure, attempt }) => [failure, attempt]),
      [["lost", 2], ["lost", 2]],
    );
    await sweepHere(slurm, folder);
    assert.equal(finishedTimes(folder).size, 2);
  },
);

const ANSWERS: Readonly<Record<string, string>> = {
  "nothing": "exit 0",
  "an error": "echo >&2 'slurm_load_jobs error: Unable to contact slurm controller'; exit 1",
  "something else": "echo 'Segmentation fault'",
  "nothing, for ever": "exec sleep 999",
};

slurmTest(
  "a task without a word is lost after a while, no sooner and not much later, whatever squeue says",
  async (slurm, folder) => {
    for (const [answer, script] of Object.entries(ANSWERS)) {
      const out = `${folder} ${answer}`, silent = wrapped("squeue", script);
      const notes = await sweepHere(slurm, out, wrapped("sbatch", DYING, silent.PATH));
      assert.equal(
        notes.filter((note) => /was lost with 1 run left$/.test(note)).length,
        4,
        answer,
      );
      const { records } = readJournals(`${out}/runs`);
      assert.deepEqual(records.map(({ failure }) => failure), ["lost", "lost"], answer);
      // Between two submissions, and before the loss is recorded: 8 s of silence, 3 s if Slurm has no such job.
      const [first, second] = ledger(out, "submitting").map(({ at }) => Date.parse(`${at}`));
      const waited = (second! - first!) / 1000, least = answer === "nothing" ? 3 : 8;
      assert.ok(waited >= least && waited < 60, `${answer}: ${waited} s`);
    }
  },
);

for (const [answer, script] of Object.entries(ANSWERS)) {
  slurmTest(
    `results are collected while squeue says ${answer}, and are what decides`,
    async (slurm, folder) => {
      const args = [...SHORT, ...runs(4), "--workers", "2", "--out", folder];
      const { code, err } = await new SlurmSweep(slurm, args, wrapped("squeue", script)).finish();
      assert.equal(code, 0, err);
      assert.deepEqual([...finishedTimes(folder).values()], [1, 1, 1, 1]);
    },
  );
}
