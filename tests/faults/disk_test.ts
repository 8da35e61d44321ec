import { strict as assert } from "node:assert";
import { JournalWriter, readJournals } from "../../lib/sweep/store/journal.ts";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { trainedRecord } from "../sweep/_records.ts";
import { SmallDisk, smallDisks } from "./_small_disk.ts";
import { lives } from "./_processes.ts";
import { decisive, NO_CACHE, Sweep, sweep, temporary, TINY } from "./_sweep.ts";
import { tallySweep } from "./_tally.ts";

const ROOT_ONLY = { ignore: !smallDisks(), sanitizeOps: false, sanitizeResources: false };

/** Runs whose records take about 5 kB each. */
const GRID = [
  ...TINY,
  ..."--learning-rates 1e-3,1e-4,1e-5,1e-6 --latent-sizes 2,3,4,5 --fixed-epochs 50".split(" "),
];

Deno.test(
  "JournalWriter notices a write that was cut short, and continues whole when there is room",
  ROOT_ONLY,
  () => {
    using disk = new SmallDisk(8);
    using journal = new JournalWriter(`${disk.path}/runs`);
    const kept: string[] = [], refused: string[] = [];
    const append = (run: string) => {
      try {
        journal.append(trainedRecord(run));
        kept.push(run);
      } catch (error) {
        assert.equal((error as Error).name, "StorageError");
        assert.match((error as Error).message, /the disk is full/);
        refused.push(run);
      }
    };
    for (let run = 0; run < 20; run++) append(`${run}`);
    assert.ok(kept.length > 2 && refused.length > 2);
    const full = readJournals(`${disk.path}/runs`);
    assert.deepEqual([full.records.map(({ run }) => run), full.damaged], [kept, []]);
    disk.resize(64);
    for (const run of refused.splice(0)) append(run);
    const whole = readJournals(`${disk.path}/runs`);
    assert.deepEqual([whole.records.length, whole.damaged], [20, []]);
  },
);

Deno.test(
  "sweep stops with exit code 5 on a full disk, counts no run as failed, and ends the grid when there is room",
  ROOT_ONLY,
  async () => {
    using disk = new SmallDisk(64);
    const folder = `${disk.path}/results`,
      unbroken = temporary(),
      full = new Sweep([...GRID, "--out", folder]);
    await full.until(() => full.workers().length > 0);
    const workers = full.workers(), { code, err } = await full.ended();
    assert.equal(code, 5, err);
    assert.match(
      err,
      /^Cannot write .*: the disk is full \(.*\); free some space there, then give the same command again$/m,
    );
    assert.deepEqual(workers.filter(lives), []);
    const { done, failed, running, left, damaged } = sweepStatus(folder);
    assert.ok(done >= 1 && left >= 1, err);
    assert.deepEqual([failed, running, damaged, done + left], [0, 0, 0, 16]);
    // Once more without room: the same answer, and nothing is lost.
    assert.equal((await sweep(...GRID, "--out", folder)).code, 5);
    assert.ok(sweepStatus(folder).done >= done);
    disk.resize(4096);
    const again = await sweep(...GRID, "--out", folder);
    assert.equal(again.code, 0, again.err);
    await sweep(...GRID, "--out", unbroken);
    assert.deepEqual(decisive(folder), decisive(unbroken));
    tallySweep({ kind: "Disk full", executor: "local", injected: 2 }, folder, unbroken);
  },
);

Deno.test(
  "sweep stops with exit code 5 when only its workers' files have no room, which is no run's failure",
  ROOT_ONLY,
  async () => {
    const folder = temporary();
    using disk = new SmallDisk(4, `${folder}/models`); // the journals have room, networks have none
    const { code, err } = await sweep(...GRID, "--save-models", "--out", folder);
    assert.equal(code, 5, err);
    assert.match(err, /^Cannot write .*\/models\/\w+\.safetensors as \w+: the disk is full/m);
    const { done, failed, left } = sweepStatus(folder);
    assert.deepEqual([failed, done + left], [0, 16], err);
    disk.resize(4096);
    const again = await sweep(...GRID, "--save-models", "--out", folder);
    assert.equal(again.code, 0, again.err);
  },
);

Deno.test("sweep stops with exit code 5 where files may not grow further", ROOT_ONLY, async () => {
  const folder = temporary(), limited = [...NO_CACHE, "prlimit", "--fsize=12000"];
  const { code, err } = await new Sweep([...GRID, "--out", folder], limited).ended();
  assert.equal(code, 5, err);
  assert.match(err, /a file has reached its size limit|as large as it may be/);
  assert.equal(sweepStatus(folder).failed, 0);
  const again = await sweep(...GRID, "--out", folder);
  assert.equal(again.code, 0, again.err);
});
