import { strict as assert } from "node:assert";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { lives, signalTo } from "./_processes.ts";
import { until } from "../_until.ts";
import { available, exists, LINUX, ROOT, Sweep, temporary, TINY } from "./_sweep.ts";

const GRID = [
  ...TINY,
  ..."--learning-rates 1e-3,1e-4,1e-5 --latent-sizes 2,3 --fixed-epochs 100".split(" "),
];

function counts(folder: string): Record<"open" | "running", number> & { sum: number } {
  const { done, diverged, failed, running, left, total } = sweepStatus(folder);
  assert.equal(done + diverged + failed + running + left, total);
  return { open: failed + running + left, running, sum: total };
}

Deno.test(
  "status adds up at any moment of a sweep, and nothing runs once its process has died",
  LINUX,
  async () => {
    const folder = temporary(), watched = new Sweep([...GRID, "--out", folder, "--workers", "2"]);
    await watched.until(() => exists(`${folder}/sweep.json`));
    let most = 0;
    await watched.until(({ err }) => {
      const { running, sum } = counts(folder);
      assert.ok(running <= 2 && sum === 6);
      most = Math.max(most, running);
      return /^\[3\/6\] /m.test(err);
    });
    assert.ok(most >= 1, "nobody was seen at work");
    await watched.stopSomeone(folder);
    const workers = watched.workers();
    for (const worker of workers) signalTo(worker, "SIGSTOP"); // so that they cannot end by themselves
    watched.kill("SIGKILL");
    await watched.gone();
    assert.ok(counts(folder).running > 0, "a stopped process has not died");
    for (const worker of workers) signalTo(worker, "SIGKILL");
    await until(() => !workers.some(lives));
    assert.equal(counts(folder).running, 0);
    assert.ok(counts(folder).open > 0);
  },
);

Deno.test("status reads a folder that nobody may write to", {
  ...LINUX,
  ignore: !available("root"),
}, async () => {
  const folder = temporary(), done = new Sweep([...GRID, "--out", folder]);
  await done.finishedRuns(1);
  done.kill("SIGKILL");
  await done.ended();
  const mount = (...args: string[]) => new Deno.Command("mount", { args }).outputSync().success;
  if (!mount("--bind", folder, folder) || !mount("-o", "remount,ro,bind", folder)) {
    return console.error("SKIPPED: this system lets nobody mount");
  }
  try {
    assert.throws(() => Deno.writeTextFileSync(`${folder}/new`, ""), /Read-only/);
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "status", folder],
      cwd: ROOT,
    }).output();
    assert.equal(code, 4);
    assert.match(new TextDecoder().decode(stdout), /[1-6] of 6 runs finished\n {2}done +[1-6]\n/);
  } finally {
    new Deno.Command("umount", { args: [folder] }).outputSync();
  }
});
