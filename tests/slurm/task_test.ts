import { strict as assert } from "node:assert";
import { ROOT, runTaskIn } from "../_task.ts";
import { finishedTimes, runs, SHORT } from "./_sweeps.ts";
import { slurmTest } from "./_with_slurm.ts";

slurmTest(
  "the sweep task submits to Slurm with the permissions that it has, as the documentation's example says",
  async (slurm) => {
    const name = `slurm-test-${crypto.randomUUID().slice(0, 8)}`;
    // In the project's folder of results, and elsewhere, for which the task starts itself again.
    for (const folder of [`${ROOT}outputs/${name}`, `${Deno.makeTempDirSync()}/it's ${name}`]) {
      try {
        const { code, err } = await runTaskIn(
          slurm.environment,
          ...["sweep", "--out", folder, "--executor", "slurm", "--workers", "2"] as const,
          ...["--slurm-partition", "low", "--slurm-time", "10:00", ...SHORT, ...runs(4)],
        );
        assert.equal(code, 0, err);
        assert.deepEqual([...finishedTimes(folder).values()], [1, 1, 1, 1]);
      } finally {
        Deno.removeSync(folder, { recursive: true });
      }
    }
  },
);
