import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { finishedTimes, runs, SHORT } from "./_sweeps.ts";
import { slurmTest } from "./_with_slurm.ts";

slurmTest(
  "the sweep task submits to Slurm with the permissions that it has, as the documentation's example says",
  async (slurm) => {
    const folder = `outputs/slurm-test-${crypto.randomUUID().slice(0, 8)}`;
    const root = fileURLToPath(new URL("../../", import.meta.url));
    try {
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [
          ...["task", "--quiet", "sweep", "--out", folder, "--executor", "slurm", "--workers", "2"],
          ...["--slurm-partition", "low", "--slurm-time", "10:00", ...SHORT, ...runs(4)],
        ],
        cwd: root,
        env: slurm.environment,
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }).output();
      assert.equal(code, 0, new TextDecoder().decode(stderr));
      assert.deepEqual([...finishedTimes(`${root}${folder}`).values()], [1, 1, 1, 1]);
    } finally {
      Deno.removeSync(`${root}${folder}`, { recursive: true });
    }
  },
);
