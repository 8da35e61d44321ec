import { strict as assert } from "node:assert";
import { runTaskIn } from "../_task.ts";
import { CleanProject } from "../documents/_clean_project.ts";
import { documentedCommands } from "../documents/_documents.ts";
import { finishedTimes, runs, SHORT } from "./_sweeps.ts";
import { slurmTest } from "./_with_slurm.ts";

slurmTest(
  "the documented sweep on a cluster works as a task, with its permissions",
  async (slurm) => {
    await using project = await CleanProject.make();
    // The one on cards waits for a node that has one.
    const documented = documentedCommands().filter(({ text }) =>
      text.includes("--executor slurm") && !text.includes("--device gpu")
    );
    assert.equal(documented.length, 1);
    const command = [documented[0]!.text, ...SHORT, ...runs(4)].join(" ");
    const planned = await project.run(`${command} --dry-run`, slurm.environment);
    assert.match(
      planned.out,
      /^slurm +would start at 20\d\d-\S+ in partition short$/m,
      planned.err,
    );
    const { code, out, err } = await project.run(command, slurm.environment);
    assert.equal(code, 0, err);
    assert.match(err, /^Slurm: submitted job \d+, 4 tasks for 4 runs$/m);
    assert.match(out, /^4 of 4 runs finished/m);
    assert.deepEqual([...finishedTimes(`${project.folder}/outputs/study`).values()], [1, 1, 1, 1]);
  },
);

slurmTest(
  "the sweep task writes results of a cluster to a folder elsewhere, with permission for that folder added",
  async (slurm, temporary) => {
    const folder = `${temporary}/it's elsewhere`;
    const { code, err } = await runTaskIn(
      slurm.environment,
      ...["sweep", "--out", folder, "--executor", "slurm", "--workers", "2"] as const,
      ...["--slurm-partition", "low", "--slurm-time", "10:00", ...SHORT, ...runs(4)],
    );
    assert.equal(code, 0, err);
    assert.deepEqual([...finishedTimes(folder).values()], [1, 1, 1, 1]);
  },
);
