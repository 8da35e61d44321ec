import { strict as assert } from "node:assert";
import { Refresher } from "../../lib/cli/_refresher.ts";
import { readTable } from "../../lib/sweep/store/read_table.ts";
import { inventSweep } from "../../lib/bench/invent_sweep.ts";
import { POSTER_GRID } from "../../lib/sweep/plan/grid.ts";
import { beginOf, lives, running } from "../faults/_processes.ts";
import { delay, LINUX, Sweep, temporary, TINY } from "../faults/_sweep.ts";
import { runTask } from "../_task.ts";
import { until } from "../_until.ts";

/** A folder of 90 invented runs as their sweep has left it so far: journals alone. */
async function folderOfJournals(): Promise<string> {
  const folder = Deno.makeTempDirSync({ prefix: "vae-sensitivity-refresh-" });
  await inventSweep(folder, { ...POSTER_GRID, models: ["vae"], seeds: [0] }, { epochs: 5 });
  return folder;
}

function written(folder: string): number | undefined {
  try {
    return Deno.statSync(`${folder}/figures/bubble.vl.json`).mtime!.getTime();
  } catch {
    return undefined;
  }
}

/** Living processes that were told of a folder. */
function processesAt(folder: string): number[] {
  return running(folder).filter(lives);
}

/** Seconds that are waited for such a process: it stands back behind all that a machine has to do. */
const PATIENCE = 300;

/** When the next process that writes tables and figure began, and for how long it was seen at least, in ms. */
async function oneProcess(folder: string): Promise<{ began: number; took: number }> {
  let pid: number | undefined;
  await until(() => (pid = processesAt(folder)[0]) !== undefined, PATIENCE);
  const began = beginOf(pid!), seen = Date.now();
  let last = seen;
  await until(() => {
    if (!lives(pid!)) return true;
    last = Date.now();
    return false;
  }, PATIENCE);
  return { began, took: last - seen };
}

/** Whatever is there is whole: tables by their hashes, figures by their ends. */
function requireWhole(folder: string): void {
  for (const name of ["results", "history"]) readTable(`${folder}/${name}.parquet`);
  if (written(folder) === undefined) return;
  assert.match(Deno.readTextFileSync(`${folder}/figures/bubble.svg`), /<\/svg>\s*$/);
  JSON.parse(Deno.readTextFileSync(`${folder}/figures/bubble.vl.json`));
}

Deno.test({
  ...LINUX,
  name:
    "Refresher writes tables and figure from the second run on, and nothing where nothing is new",
  async fn() {
    const folder = await folderOfJournals(), refresher = new Refresher(folder, 0, { interval: 3 });
    refresher.finished();
    await delay(0.5);
    assert.deepEqual(processesAt(folder), [], "one run is too few");
    refresher.finished();
    const first = await oneProcess(folder);
    assert.ok(written(folder) !== undefined);
    assert.equal(readTable(`${folder}/results.parquet`)!.height, 90);
    refresher.finished();
    const second = await oneProcess(folder), { took } = first;
    // The interval, and as long as one takes: a slow machine is not kept busy.
    const pause = second.began - first.began;
    assert.ok(pause > Math.max(3000, 2 * took) - 200, `${pause} ms after one that took ${took}`);
    for (const until = Date.now() + 1000 + Math.max(3000, second.took); Date.now() < until;) {
      await delay(0.1);
      assert.deepEqual(processesAt(folder), [], "nothing was new");
    }
    await refresher.stop();
    refresher.finished();
    requireWhole(folder);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test({
  ...LINUX,
  name: "Refresher that is stopped at any moment leaves no half file and no process",
  async fn() {
    const folder = await folderOfJournals();
    const begin = () => {
      const refresher = new Refresher(folder, 2, { interval: 0 });
      refresher.finished();
      return refresher;
    };
    const began = performance.now(), first = begin();
    await until(() => written(folder) !== undefined, PATIENCE);
    const took = (performance.now() - began) / 1000;
    await first.stop();
    for (let moment = 1; moment <= 6; moment++) {
      const refresher = begin();
      await delay(took * (moment + 4) / 10);
      await refresher.stop();
      requireWhole(folder);
      assert.deepEqual(processesAt(folder), [], "its process was left behind");
    }
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test({
  ...LINUX,
  name: "a sweep that runs has results and a figure after two runs, and a report as a task",
  async fn() {
    const out = temporary();
    // Two runs, and then others that do not end: it runs for as long as is looked at it.
    const grid =
      "--learning-rates 1e-2,1e-3 --latent-sizes 2 --axis fixed-epochs=5,1000000 --workers 1";
    const sweep = new Sweep([...TINY, ...grid.split(" "), "--backend", "wasm", "--out", out]);
    await sweep.finishedRuns(2);
    await sweep.until(() => written(out) !== undefined, PATIENCE);
    assert.equal(readTable(`${out}/results.parquet`)!.height, 2);
    const report = await runTask("report", out);
    assert.equal(report.code, 0, report.err);
    assert.ok((await Deno.stat(`${out}/report.html`)).size > 1000);
    sweep.kill("SIGTERM");
    assert.equal((await sweep.ended()).code, 143);
    requireWhole(out);
  },
});

Deno.test("Refresher whose process cannot be started says so, and ends nobody", async () => {
  const said: string[] = [], error = console.error;
  console.error = (line: string) => void said.push(line);
  try {
    // No process can be given such an argument; that none can be started at all is not to be had in a test.
    const refresher = new Refresher("no\0folder", 1, { interval: 0 });
    refresher.finished();
    await until(() => said.length > 0); // what nobody catches ends a program
    await refresher.stop();
    assert.match(said[0]!, /^Cannot bring the tables of .* up to date: .*; it is tried again$/);
  } finally {
    console.error = error;
  }
});
