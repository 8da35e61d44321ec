import { strict as assert } from "node:assert";
import { lockFolder } from "../../lib/sweep/store/lock.ts";
import { signalTo } from "./_processes.ts";
import { atWork, decisive, delay, LINUX, Sweep, sweep, temporary, TINY } from "./_sweep.ts";
import { tallySweep } from "./_tally.ts";

const GRID = [
  ...TINY,
  ..."--learning-rates 1e-3,1e-4,1e-5 --latent-sizes 2,3 --fixed-epochs 100 --workers 2".split(" "),
];

/** Seconds for which a coordinator is paused: it holds its lock for as long as it lives, not for a time. */
const PAUSE = Number(Deno.env.get("VAE_SENSITIVITY_PAUSE") ?? 5);

/** Every file of a folder with its size and when it was written. */
function listing(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return listing(`${folder}/${name}`);
    const { size, mtime } = Deno.statSync(`${folder}/${name}`);
    return [`${folder}/${name} ${size} ${mtime!.getTime()}`];
  }).sort();
}

Deno.test(
  "sweep in a folder that a paused one has is refused and writes nothing, and the paused one ends as if never paused",
  LINUX,
  async () => {
    const folder = temporary(), unbroken = temporary();
    const golden = await sweep(...GRID, "--out", unbroken);
    assert.equal(golden.code, 0, golden.err);
    const first = new Sweep([...GRID, "--out", folder]);
    await first.until(() => atWork(folder).length > 0);
    const all = [first.pid, ...first.workers()];
    for (const pid of all) signalTo(pid, "SIGSTOP");
    await delay(PAUSE);
    const before = listing(folder), began = performance.now();
    assert.throws(() => lockFolder(folder), /is running one there/);
    assert.ok(performance.now() - began < 1000, "a lock that is taken keeps nobody waiting");
    const { code, err } = await sweep(...GRID, "--out", folder);
    assert.equal(code, 2, err);
    const holder =
      `process ${first.pid} on ${Deno.hostname()}, started 20\\S+Z is running one there`;
    assert.match(err, new RegExp(`^Cannot run a sweep in .*: ${holder}; `, "m"));
    assert.deepEqual(listing(folder), before);
    for (const pid of all) signalTo(pid, "SIGCONT");
    const ended = await first.ended();
    assert.equal(ended.code, 0, ended.err);
    assert.deepEqual(decisive(folder), decisive(unbroken));
    tallySweep({ kind: "Coordinator paused", executor: "local", injected: 1 }, folder, unbroken);
  },
);

Deno.test(
  "sweep starts at once in a folder whose coordinator was killed, with nothing to unlock",
  LINUX,
  async () => {
    const folder = temporary(), first = new Sweep([...GRID, "--out", folder]);
    await first.until(() => atWork(folder).length > 0);
    first.kill("SIGKILL");
    await first.gone();
    const { code, out, err } = await sweep(...GRID, "--out", folder);
    assert.equal(code, 0, err);
    assert.match(out, /6 of 6 runs finished/);
  },
);
