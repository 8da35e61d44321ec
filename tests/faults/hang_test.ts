import { strict as assert } from "node:assert";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { until } from "../_until.ts";
import { isTraced, lives, signalTo } from "./_processes.ts";
import {
  available,
  decisive,
  delay,
  journalLines,
  LINUX,
  rows,
  Sweep,
  sweep,
  temporary,
  TINY,
} from "./_sweep.ts";
import { tallySweep } from "./_tally.ts";

const GRID = [
  ...TINY,
  ..."--learning-rates 1e-3,1e-4,1e-5,1e-6 --latent-sizes 2".split(" "),
  ..."--fixed-epochs 100 --workers 2 --hang-timeout 8".split(" "),
];

Deno.test(
  "sweep ends a worker that makes no progress, records that it hung and repeats its run",
  LINUX,
  async () => {
    const folder = temporary(), unbroken = temporary();
    await sweep(...GRID, "--out", unbroken);
    const stuck = new Sweep([...GRID, "--out", folder]);
    await stuck.finishedRuns(2);
    const { pid, run } = await stuck.stopSomeone(folder);
    const { code, err } = await stuck.ended();
    assert.equal(code, 0, err);
    assert.match(err, /the run made no progress for \d+ s and was ended; it is tried again/);
    const attempts = journalLines(folder).flatMap(({ lines }) => lines)
      .filter((line) => line.includes('"failure":"hung"'));
    assert.deepEqual(attempts.map((line) => JSON.parse(line).record.run), [run]);
    assert.ok(!lives(pid));
    assert.deepEqual(decisive(folder), decisive(unbroken));
    tallySweep({ kind: "Worker stopped", executor: "local", injected: 1 }, folder, unbroken);
  },
);

Deno.test(
  "sweep records a run that hangs each time as hung, and continues with the others",
  LINUX,
  async () => {
    const folder = temporary(), stuck = new Sweep([...GRID, "--out", folder, "--retries", "0"]);
    await stuck.finishedRuns(2);
    await stuck.stopSomeone(folder);
    const { code, err } = await stuck.ended();
    assert.equal(code, 3, err);
    const failed = rows(folder).filter(({ status }) => status === "failed");
    assert.ok(failed.length >= 1, err);
    for (const row of failed) assert.equal(row.failure, "hung");
    const again = await sweep(...GRID, "--out", folder);
    assert.equal(again.code, 0, again.err);
    assert.ok(readJournals(`${folder}/runs`).records.every(({ status }) => status !== "failed"));
  },
);

Deno.test("sweep that is paused as a whole takes its own pause for no hanging", LINUX, async () => {
  const folder = temporary(), paused = new Sweep([...GRID, "--out", folder]);
  await paused.finishedRuns(2);
  const all = [paused.pid, ...paused.workers()];
  for (const pid of all) signalTo(pid, "SIGSTOP");
  await delay(13); // longer than a run is granted
  for (const pid of all) signalTo(pid, "SIGCONT");
  const { code, err } = await paused.ended();
  assert.equal(code, 0, err);
  assert.doesNotMatch(err, /no progress/);
});

Deno.test(
  "sweep ends a worker that is caught in an endless loop, and repeats its run",
  { ...LINUX, ignore: !available("strace") },
  async () => {
    const folder = temporary(), unbroken = temporary();
    await sweep(...GRID, "--out", unbroken);
    const looping = new Sweep([...GRID, "--out", folder]);
    await looping.finishedRuns(1);
    const { pid } = await looping.stopSomeone(folder); // in the middle of a run, until strace is there
    // From now on its writes take nothing, so that it tries to write one and the same message for ever.
    const inject = ["-e", "trace=write", "-e", "inject=write:retval=0", "-e", "signal=none"];
    const strace = new Deno.Command("strace", {
      args: ["-qqq", "-o", "/dev/null", ...inject, "-p", `${pid}`],
      stderr: "null",
    }).spawn();
    await until(() => isTraced(pid));
    signalTo(pid, "SIGCONT");
    const { code, err } = await looping.ended();
    await strace.status;
    assert.equal(code, 0, err);
    assert.match(err, /the run made no progress for \d+ s and was ended; it is tried again/);
    assert.ok(!lives(pid));
    const hung = journalLines(folder).flatMap(({ lines }) => lines)
      .filter((line) => line.includes('"failure":"hung"')).map((line) => JSON.parse(line).record);
    assert.deepEqual(hung.map((record) => record.attempt), [1]);
    assert.deepEqual(decisive(folder), decisive(unbroken));
    tallySweep({ kind: "Endless loop", executor: "local", injected: 1 }, folder, unbroken);
  },
);
