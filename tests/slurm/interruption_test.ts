import { strict as assert } from "node:assert";
import { uniform } from "../../lib/random.ts";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { signalTo } from "../faults/_processes.ts";
import { atWork, decisive, delay, journalLines } from "../faults/_sweep.ts";
import { begunRuns, lostResults, tally } from "../faults/_tally.ts";
import { until } from "../_until.ts";
import {
  attemptWith,
  finishedTimes,
  ledger,
  runs,
  SHORT,
  SlurmSweep,
  sweepLocally,
} from "./_sweeps.ts";
import { stopWorker, taskPrograms, wholeTask } from "./_task_processes.ts";
import { slurmTest } from "./_with_slurm.ts";

const KILLS = 20, RUNS = 60;

slurmTest(
  "a sweep of 60 runs, killed 20 times at random, coordinator, tasks and workers, ends as an uninterrupted one",
  async (slurm, folder) => {
    const grid = [...SHORT, "--fixed-epochs", "40", ...runs(RUNS)], unbroken = `${folder}-unbroken`;
    const command = [...grid, "--workers", "4", "--retries", "19", "--out", folder];
    const random = uniform([7, 0], 2 * KILLS);
    const killed = { coordinator: 0, worker: 0, task: 0 };
    const victims = { worker: new Set<number>(), task: new Set<number>() };
    let sweep = new SlurmSweep(slurm, command), one: number | undefined;
    for (let kill = 0; kill < KILLS; kill++) {
      // Spread over the sweep however fast this machine is, each at a random moment of a run.
      await until(() => {
        one = begunRuns(folder) > 2 * kill ? atWork(folder)[0]?.pid : undefined;
        return one !== undefined;
      }, 180);
      await delay(0.3 * random[2 * kill]!);
      const whom = random[2 * kill + 1]!, programs = taskPrograms(folder);
      const task = programs.find((program) => wholeTask(program).includes(one!));
      if (whom < 0.4 || task === undefined) {
        sweep.process.kill("SIGKILL");
        await sweep.process.status;
        sweep = new SlurmSweep(slurm, command);
        killed.coordinator++;
      } else if (whom < 0.8) {
        signalTo(one!, "SIGKILL");
        victims.worker.add(one!);
        killed.worker++;
      } else {
        for (const pid of wholeTask(task)) {
          signalTo(pid, "SIGKILL");
          victims.task.add(pid);
        }
        killed.task++;
      }
    }
    const kept = finishedTimes(folder).size;
    assert.ok(kept < RUNS, "the last kills came when the grid was done");
    const { code, err } = await sweep.finish();
    assert.equal(code, 0, err);
    await sweepLocally([...grid, "--out", unbroken]);
    assert.deepEqual(decisive(folder), decisive(unbroken));
    assert.equal(finishedTimes(folder).size, RUNS);
    assert.ok(killed.coordinator + killed.worker + killed.task >= KILLS);
    for (const count of Object.values(killed)) assert.ok(count > 0, JSON.stringify(killed));
    count(folder, unbroken, killed, victims);
  },
);

/** Tells what each kind of kill did: a run that a killed process left open was begun again for it. */
function count(
  folder: string,
  unbroken: string,
  killed: Readonly<Record<"coordinator" | "worker" | "task", number>>,
  victims: Readonly<Record<"worker" | "task", ReadonlySet<number>>>,
): void {
  const lost = lostResults(folder, unbroken), all = begunRuns(folder) - RUNS;
  const left = (pids: ReadonlySet<number>) =>
    journalLines(folder).filter(({ pid, lines }) =>
      pids.has(pid) && lines.at(-1)!.includes('"started":')
    ).length;
  const worker = left(victims.worker), task = left(victims.task);
  const repeated = { coordinator: all - worker - task, worker, task };
  for (const kind of ["coordinator", "worker", "task"] as const) {
    tally({
      ...{ kind: `${kind[0]!.toUpperCase()}${kind.slice(1)} killed`, executor: "slurm", lost },
      ...{ injected: killed[kind], repeated: repeated[kind] },
    });
  }
}

/** Slurm's shortest limit; the signal comes 15 to 45 s after a task's start, whenever Slurm looks. */
const LIMIT = ["--slurm-time", "1", "--slurm-signal", "B:USR1@15", "--retries", "0"];

const SIGNALLED = '"type":"signal","signal":"SIGUSR1"';

slurmTest(
  "a task that is near its time limit starts no further run, and the rest is submitted again",
  async (slurm, folder) => {
    const args = [...SHORT, "--fixed-epochs", "40", ...runs(6), "--workers", "1", "--out", folder];
    const sweep = new SlurmSweep(slurm, [...args, ...LIMIT]);
    // However fast this machine is, there is work left when the signal comes.
    const { pid: worker } = await stopWorker(folder);
    await until(() => attemptWith(folder, SIGNALLED) !== undefined, 90);
    signalTo(worker, "SIGCONT");
    const { code, err } = await sweep.finish();
    assert.equal(code, 0, err);
    const said = attemptWith(folder, SIGNALLED)!.trim().split("\n").map((line) => JSON.parse(line));
    const those = (type: string) => said.filter((event) => event.type === type).length;
    // The run under way was finished, none was begun after the signal, and the task ended by itself.
    const signal = said.findIndex(({ type }) => type === "signal");
    assert.deepEqual(
      said.slice(signal + 1).map(({ type }) => type).filter((type) => type !== "epoch"),
      ["finished", "ended"],
    );
    assert.equal(those("started"), those("finished"));
    const left = 6 - those("finished"), runsLeft = left === 1 ? "1 run" : `${left} runs`;
    assert.match(
      err,
      new RegExp(`^Slurm: task 1_0 reached its time limit with ${runsLeft} left$`, "m"),
    );
    assert.ok(left > 0 && ledger(folder, "submitting").length === 2, err);
    assert.deepEqual([...finishedTimes(folder).values()], Array(6).fill(1));
  },
);

slurmTest(
  "a run that is not done within a task's whole time is recorded as a timeout",
  async (slurm, folder) => {
    const endless = [...SHORT, "--fixed-epochs", "1000000", ...runs(1)];
    const sweep = new SlurmSweep(slurm, [...endless, "--out", folder, ...LIMIT]);
    await until(() => atWork(folder).length > 0, 60);
    // Its time is up when Slurm looks the next time, which it does every 30 s.
    await slurm.run("scontrol", "update", "JobId=1_0", "EndTime=now+1");
    const { code, err } = await sweep.finish(180);
    assert.equal(code, 3, err);
    const { records } = readJournals(`${folder}/runs`);
    assert.deepEqual(records.map(({ failure, attempt }) => [failure, attempt]), [["timeout", 1]]);
    assert.match(
      records[0]!.error!,
      /^Slurm task 1_0 reached its time limit before this run had a result; see .*\/0\.txt$/,
    );
    assert.deepEqual(taskPrograms(folder), []);
  },
);
