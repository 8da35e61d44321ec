import { strict as assert } from "node:assert";
import { until } from "../_until.ts";
import {
  decisive,
  finishedTimes,
  ledger,
  runs,
  SHORT,
  SlurmSweep,
  sweepLocally,
  wrapped,
} from "./_sweeps.ts";
import { slurmTest } from "./_with_slurm.ts";

slurmTest(
  "sweep --executor slurm gives the local sweep's results, in a folder of any name",
  async (slurm, temporary) => {
    const folder = `${temporary} of 'mine'\nat 100%a \\ "$HOME",too`;
    const grid = ["--models", "vae,iwae", "--latent-sizes", "2,3", "--learning-rates", "1e-3,1e-4"];
    const args = [...SHORT, ...grid], local = `${temporary}-local`;
    const sweep = new SlurmSweep(slurm, [...args, "--workers", "4", "--out", folder]);
    const { code, out, err } = await sweep.finish();
    assert.equal(code, 0, err);
    assert.match(out, /24 of 24 runs finished/);
    assert.match(err, /^Slurm: submitted job 1, 4 tasks for 24 runs$/m);
    assert.equal(sweep.told, 24);
    await sweepLocally([...args, "--out", local]);
    assert.deepEqual(decisive(folder), decisive(local));
    assert.equal(decisive(folder).length, 24);
    assert.deepEqual([...new Set(finishedTimes(folder).values())], [1]);
  },
);

slurmTest(
  "a task's output is kept in the result folder, also where its name has signs that Slurm replaces",
  async (slurm, temporary) => {
    const folder = `${temporary} of 'mine' at 100%a, 50%j "$HOME"`;
    const args = [...SHORT, ...runs(2), "--workers", "1", "--out", folder];
    const { code, err } = await new SlurmSweep(slurm, args).finish();
    assert.equal(code, 0, err);
    const [{ tag }] = ledger(folder, "submitting") as [{ tag: string }];
    assert.ok(Deno.statSync(`${folder}/slurm/${tag}/0.txt`).isFile);
  },
);

slurmTest(
  "sweep --executor slurm cuts arrays below MaxArraySize, ends with what was not refused, and submits the rest when called again",
  async (slurm, folder) => {
    // 11 tasks are three arrays of at most 4; Slurm refuses the third.
    const args = [...SHORT, ...runs(11), "--workers", "11", "--out", folder];
    const calls = Deno.makeTempFileSync();
    const refusing = wrapped(
      "sbatch",
      `echo "$@" >>'${calls}'; [ $(wc -l <'${calls}') -lt 3 ] || { echo >&2 'sbatch: error: QOSMaxSubmitJobPerUserLimit'; exit 1; }; exec "$real" "$@"`,
    );
    const { code, err } = await new SlurmSweep(slurm, args, refusing).finish();
    assert.equal(code, 3, err);
    assert.match(err, /QOSMaxSubmitJobPerUserLimit/);
    assert.match(err, /Stopped: 8 of 11 runs are kept/);
    const arrays = [...Deno.readTextFileSync(calls).matchAll(/--array=(\S+)/g)];
    assert.deepEqual(arrays.slice(0, 3).map(([, range]) => range), ["0-3", "0-3", "0-2"]);
    const again = await new SlurmSweep(slurm, args).finish();
    assert.equal(again.code, 0, again.err);
    assert.match(again.out, /runs +11, 8 of them done before/);
    assert.equal(finishedTimes(folder).size, 11);
    assert.deepEqual([...new Set(finishedTimes(folder).values())], [1]);
  },
  { maxArraySize: 4 },
);

slurmTest(
  "sweep --executor slurm killed before it knows its job's number finds the job and submits nothing twice",
  async (slurm, folder) => {
    const args = [...SHORT, ...runs(6), "--workers", "2", "--out", folder];
    const killing = wrapped("sbatch", `"$real" "$@" >/dev/null; kill -9 $PPID`);
    // Held, so that there is something to find, however long the next call takes to begin.
    const sweep = new SlurmSweep(slurm, [...args, "--slurm-hold"], killing);
    await sweep.process.status;
    assert.equal(ledger(folder, "submitted").length, 0);
    const calls = Deno.makeTempFileSync();
    const counting = wrapped("sbatch", `echo "$@" >>'${calls}'; exec "$real" "$@"`);
    const second = new SlurmSweep(slurm, args, counting);
    await until(() => second.err.includes("Slurm:"), 60);
    await slurm.run("scontrol", "release", "1");
    const { code, err } = await second.finish();
    assert.equal(code, 0, err);
    assert.equal(Deno.readTextFileSync(calls), "", "it was submitted a second time");
    assert.match(err, /6 runs are in jobs of an earlier call/);
    assert.equal(ledger(folder, "submitting").length, 1);
    assert.deepEqual([...finishedTimes(folder).values()], [1, 1, 1, 1, 1, 1]);
  },
);

slurmTest(
  "sweep --executor slurm leaves its jobs at Ctrl-C, watches them again, and cancels them on request",
  async (slurm, folder) => {
    const args = [...SHORT, "--fixed-epochs", "600", ...runs(8), "--workers", "2", "--out", folder];
    const first = new SlurmSweep(slurm, args);
    await until(() => first.told >= 1, 60);
    first.process.kill("SIGINT");
    const left = await first.finish();
    assert.equal(left.code, 130, left.err);
    assert.match(left.err, /Jobs in Slurm keep running/);
    assert.equal((await slurm.tasks("RUNNING")).length, 2);
    const second = new SlurmSweep(slurm, args);
    await until(() => /runs? (is|are) in jobs of an earlier call/.test(second.err), 60);
    const cancelled = await new SlurmSweep(slurm, [...args, "--slurm-cancel"]).finish();
    assert.match(cancelled.out, /Cancelled Slurm job 1 of /);
    const ended = await second.finish();
    assert.equal(ended.code, 3, ended.err);
    assert.match(ended.err, /^\d runs? (was|were) cancelled$/m);
    assert.equal(ledger(folder, "submitting").length, 1);
    const third = await new SlurmSweep(slurm, args).finish();
    assert.equal(third.code, 0, third.err);
    assert.equal(finishedTimes(folder).size, 8);
  },
);

slurmTest(
  "sweep --executor slurm says in one line what Slurm refuses, and what it does not pass on",
  async (slurm, folder) => {
    const sweep = async (...args: string[]) => {
      const { code, err } = await new SlurmSweep(slurm, [
        ...SHORT,
        ...runs(2),
        "--out",
        folder,
        ...args,
      ]).finish();
      assert.equal(code, 2, err);
      return err;
    };
    assert.match(
      await sweep("--slurm-partition", "nowhere"),
      /^Cannot submit to Slurm: sbatch ended with 1 and said: .*invalid partition.*; change the --slurm options/m,
    );
    assert.match(await sweep("--slurm-array=0-5"), /^--slurm-array: a sweep sets this itself/m);
    const local = await sweepLocally([...SHORT, "--slurm-time", "5", "--out", folder]);
    assert.equal(local.code, 2);
    assert.match(local.err, /^--slurm-time: takes effect only with --executor slurm/m);
  },
);
