import { strict as assert } from "node:assert";
import { CleanProject } from "../documents/_clean_project.ts";
import { documentedCommands } from "../documents/_documents.ts";
import { runs, SHORT } from "./_sweeps.ts";
import { slurmTest } from "./_with_slurm.ts";

slurmTest(
  "the documented sweep on a cluster works as a task, with its permissions",
  async (slurm) => {
    await using project = await CleanProject.make();
    const documented = documentedCommands().filter(({ text }) => text.includes("--executor slurm"));
    assert.equal(documented.length, 1);
    const command = [documented[0]!.text, ...SHORT, ...runs(4)].join(" ");
    const { code, out, err } = await project.run(command, slurm.environment);
    assert.equal(code, 0, err);
    assert.match(err, /^Slurm: submitted job 1, 4 tasks for 4 runs$/m);
    assert.match(out, /^4 of 4 runs finished/m);
    const status = await project.run("deno task status outputs/study");
    assert.match(status.out, /4 of 4 runs finished/, status.err);
  },
);
