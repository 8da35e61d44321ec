import { strict as assert } from "node:assert";
import { uniform } from "../../lib/random.ts";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { WorkerProcess } from "../../lib/sweep/execute/_worker_process.ts";
import { until } from "../_until.ts";
import { lives, signalTo, stopped as isStopped } from "./_processes.ts";
import { delay, LINUX, Sweep, sweep, temporary, TINY } from "./_sweep.ts";

const GRID = [...TINY, ..."--learning-rates 1e-3,1e-4,1e-5 --latent-sizes 2,3".split(" ")];

/** So long that none finishes before it is stopped. */
const ENDLESS = [...GRID, "--fixed-epochs", "1000000"];

const CODES: readonly (readonly [Deno.Signal, number])[] = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
];

/** A sweep that leads a process group, as a shell starts it. */
function leading(...args: string[]): Sweep {
  return new Sweep(args, ["setsid"]);
}

/** Living processes of a group, whoever their parents are. */
function livingOf(group: number): number[] {
  const pids = [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter(Boolean);
  return pids.filter((pid) => {
    try {
      const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]) === group && lives(pid);
    } catch {
      return false; // it has ended meanwhile
    }
  });
}

Deno.test(
  "sweep stops within 5 s of SIGINT, SIGTERM and SIGHUP, leaves no child and says so by its exit code",
  LINUX,
  async () => {
    await Promise.all(
      CODES.map(async ([signal, expected]) => {
        const folder = temporary(), stopped = leading(...ENDLESS, "--out", folder);
        await stopped.until(() => stopped.workers().length > 0);
        await delay(uniform([1, expected], 1)[0]!);
        stopped.kill(signal);
        const began = performance.now(), { code, err } = await stopped.ended();
        assert.equal(code, expected, err);
        assert.ok(performance.now() - began < 6500, "4 s of grace, and a moment to end");
        assert.match(err, /Stopped: 0 of 6 runs are kept/);
        assert.deepEqual(livingOf(stopped.pid), []);
      }),
    );
  },
);

Deno.test(
  "sweep ends at once when it is told to stop twice, whatever the signal",
  LINUX,
  async () => {
    for (const [signal, expected] of CODES) {
      const folder = temporary(), stopped = leading(...ENDLESS, "--out", folder);
      await stopped.until(() => stopped.workers().length > 0);
      stopped.kill(signal);
      await stopped.until(({ err }) => err.includes("Stopping"));
      const began = performance.now();
      stopped.kill(signal);
      const { code } = await stopped.ended();
      assert.equal(code, expected);
      assert.ok(performance.now() - began < 3000, "without the 4 s of grace");
      assert.deepEqual(livingOf(stopped.pid), []);
    }
  },
);

Deno.test(
  "sweep lets its workers finish when a terminal's Ctrl-C reaches them too, and records no failure",
  LINUX,
  async () => {
    const folder = temporary(), grid = [...GRID, "--fixed-epochs", "60", "--out", folder];
    const stopped = leading(...grid);
    await stopped.someoneAtWork(folder);
    Deno.kill(-stopped.pid, "SIGINT");
    const { code, err } = await stopped.ended();
    assert.equal(code, 130, err);
    const kept = Number(/Stopped: (\d) of 6 runs are kept/.exec(err)?.[1]);
    assert.ok(kept >= 1, `those under way were finished: ${err}`);
    assert.deepEqual(livingOf(stopped.pid), []);
    const again = await sweep(...grid);
    assert.equal(again.code, 0, again.err);
    assert.match(again.out, new RegExp(`runs +6, ${kept} of them done before`));
    assert.doesNotMatch(err + again.err, /tried again|failed/);
  },
);

Deno.test(
  "sweep takes a terminal's Ctrl-C that ends its workers before they are at a run for no failure",
  LINUX,
  async () => {
    const folder = temporary(), stopped = leading(...ENDLESS, "--out", folder);
    await stopped.until(() => stopped.workers().length > 0);
    Deno.kill(-stopped.pid, "SIGINT");
    const { code, err } = await stopped.ended();
    assert.equal(code, 130, err);
    assert.match(err, /Stopped: 0 of 6 runs are kept/);
    assert.doesNotMatch(err, /tried again|failed/);
    assert.deepEqual(readJournals(`${folder}/runs`).records, []);
    assert.deepEqual(livingOf(stopped.pid), []);
  },
);

Deno.test("a worker that does not end with its input is waited for, and ended", LINUX, async () => {
  const how = { engine: "eager", backend: "cpu", threads: 1 };
  const worker = new WorkerProcess({ ...how, runsFolder: temporary(), modelsFolder: null });
  assert.equal((await worker.receive())?.type, "ready");
  signalTo(worker.pid, "SIGSTOP");
  await until(() => isStopped(worker.pid));
  await worker.stop("close");
  assert.ok(!lives(worker.pid), "it was left behind");
});

Deno.test("sweep that is stopped leaves no worker behind, also a hung one", LINUX, async () => {
  const folder = temporary(), stopped = leading(...ENDLESS, "--workers", "2", "--out", folder);
  const { pid } = await stopped.stopSomeone(folder);
  stopped.kill("SIGTERM");
  const began = performance.now(), { code, err } = await stopped.ended();
  assert.equal(code, 143, err);
  assert.ok(performance.now() - began < 6500, "4 s of grace, and a moment to end");
  assert.deepEqual([lives(pid), livingOf(stopped.pid)], [false, []]);
});
