/** Sweeps whose runs have different data: each task finds those of its own runs. */
import { strict as assert } from "node:assert";
import { decisive, runs, SHORT, SlurmSweep, sweepLocally } from "./_sweeps.ts";
import { slurmTest } from "./_with_slurm.ts";

slurmTest(
  "sweep --executor slurm with split seeds and numbers of genes gives the local sweep's results",
  async (slurm, folder) => {
    const data = ["--axis", "genes=20,40", "--split-seeds", "0,1", "--seeds", "0,2"];
    const args = [...SHORT, ...runs(1), ...data], local = `${folder}-local`;
    const sweep = new SlurmSweep(slurm, [...args, "--workers", "3", "--out", folder]);
    const { code, out, err } = await sweep.finish();
    assert.equal(code, 0, err);
    assert.match(out, /8 of 8 runs finished/);
    await sweepLocally([...args, "--out", local]);
    assert.deepEqual(decisive(folder), decisive(local));
    assert.equal(decisive(folder).length, 8);
  },
);
