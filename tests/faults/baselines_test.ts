import { strict as assert } from "node:assert";
import { readBaselines } from "../../lib/sweep/baselines.ts";
import { readReferences } from "../../lib/sweep/references.ts";
import { lives, signalTo, stopped } from "./_processes.ts";
import { delay, exists, LINUX, Sweep, sweep, temporary, TINY } from "./_sweep.ts";

/** Two runs on each of three splits. */
const GRID = [
  ...TINY,
  ..."--learning-rates 1e-3,1e-4 --latent-sizes 2 --fixed-epochs 2 --seeds 0,1,2".split(" "),
];

/** Parts of a split that are kept: 2 baselines, and 2 scores for each of 4 representations. */
const BASELINES = 2, REFERENCES = 8;

const kept = (folder: string) => ({
  baselines: readBaselines(folder)?.toRecords() ?? [],
  references: readReferences(folder)?.toRecords() ?? [],
});

/** A sweep whose runs are done, while its baselines are under way and can get no further. */
async function atBaselines(folder: string): Promise<{ sweep: Sweep; pid: number }> {
  const sweep = new Sweep([...GRID, "--out", folder]);
  let pid: number | undefined;
  await sweep.until(() => (pid = sweep.baselines()) !== undefined);
  const first = `${folder}/downstream_references.parquet`;
  await sweep.until(() => exists(first)); // the first split is kept
  signalTo(pid!, "SIGSTOP");
  await sweep.until(() => stopped(pid!));
  await sweep.until(({ err }) => /^Baselines of split/m.test(err));
  return { sweep, pid: pid! };
}

Deno.test(
  "baselines are begun while runs train, and kept before the first of them ends",
  LINUX,
  async () => {
    const folder = temporary();
    const endless = GRID.map((word, i) => GRID[i - 1] === "--fixed-epochs" ? "1000000" : word);
    const sweep = new Sweep([...endless, "--workers", "1", "--out", folder]);
    await sweep.until(() => kept(folder).baselines.length === 3 * BASELINES, 120);
    assert.equal(sweep.workers().length, 1);
    sweep.kill("SIGTERM");
    sweep.kill("SIGTERM");
    const { code, err } = await sweep.ended();
    assert.equal(code, 143, err);
    assert.match(err, /Stopped: 0 of 6 runs are kept/);
  },
);

for (const [signal, expected] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const) {
  Deno.test(
    `one ${signal} while baselines are computed ends the sweep within 2 s; the next call goes on`,
    LINUX,
    async () => {
      const folder = temporary(), { sweep: interrupted, pid } = await atBaselines(folder);
      const began = performance.now();
      interrupted.kill(signal);
      const { code, err } = await interrupted.ended();
      assert.ok(performance.now() - began < 2000, `it took ${performance.now() - began} ms`);
      assert.equal(code, expected, err);
      assert.match(err, /^Stopping: no run is under way any more/m);
      assert.match(err, /Stopped: 6 of 6 runs are kept in .*; the same command resumes/);
      assert.ok(!lives(pid), "its process was left behind");
      const before = kept(folder);
      assert.ok(before.references.length >= REFERENCES, "the first split is kept");
      const again = await sweep(...GRID, "--out", folder);
      assert.equal(again.code, 0, again.err);
      const after = kept(folder);
      assert.deepEqual(
        [after.baselines.length, after.references.length],
        [3 * BASELINES, 3 * REFERENCES],
      );
      const rows = new Set(after.references.map((row) => JSON.stringify(row)));
      for (const row of before.references) assert.ok(rows.has(JSON.stringify(row)));
    },
  );
}

Deno.test(
  "baselines are the same after a kill of their process, which is replaced",
  LINUX,
  async () => {
    const whole = temporary(), unbroken = await sweep(...GRID, "--out", whole);
    assert.equal(unbroken.code, 0, unbroken.err);
    const folder = temporary(), { sweep: killed, pid } = await atBaselines(folder);
    signalTo(pid, "SIGKILL");
    const { code, err } = await killed.ended();
    assert.equal(code, 0, err);
    assert.deepEqual(kept(folder), kept(whole));
  },
);

Deno.test(
  "baselines whose process hangs are ended, tried again, and given up with a reason",
  LINUX,
  async () => {
    const folder = temporary(), grid = [...GRID, "--hang-timeout", "2", "--retries", "1"];
    const hanging = new Sweep([...grid, "--out", folder]);
    const ended = hanging.ended().then((ended) => ended);
    let over = false;
    ended.then(() => over = true);
    const stoppedOnes = new Set<number>();
    while (!over) {
      const pid = hanging.baselines();
      if (pid !== undefined && !stoppedOnes.has(pid)) {
        signalTo(pid, "SIGSTOP");
        stoppedOnes.add(pid);
      }
      await delay(0.02);
    }
    const { code, err } = await ended;
    assert.equal(code, 3, err);
    assert.match(err, /Cannot compute the baselines of split 0: its process was killed by SIGKILL/);
    assert.equal(stoppedOnes.size, 2);
    assert.equal((await sweep(...GRID, "--out", folder)).code, 0);
    assert.equal(kept(folder).baselines.length, 3 * BASELINES);
  },
);

Deno.test("the process of baselines ends when the sweep is killed", LINUX, async () => {
  const folder = temporary(), killed = new Sweep([...GRID, "--out", folder]);
  let pid: number | undefined;
  await killed.until(() => (pid = killed.baselines()) !== undefined);
  killed.kill("SIGKILL");
  await killed.gone();
  for (let waited = 0; lives(pid!) && waited < 20; waited += 0.1) await delay(0.1);
  assert.ok(!lives(pid!));
});

Deno.test(
  "damaged baselines are computed anew, and those of other splits with them",
  LINUX,
  async () => {
    const folder = temporary();
    assert.equal((await sweep(...GRID, "--out", folder)).code, 0);
    const before = kept(folder), path = `${folder}/baselines.parquet`;
    const bytes = Deno.readFileSync(path);
    bytes[Math.floor(bytes.length / 3)]! ^= 1;
    Deno.writeFileSync(path, bytes);
    const again = await sweep(...GRID, "--out", folder);
    assert.equal(again.code, 0, again.err);
    assert.match(again.err, /baselines\.parquet is damaged .*computed anew/);
    assert.deepEqual(kept(folder), before);
  },
);
