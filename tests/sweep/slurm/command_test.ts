import { strict as assert } from "node:assert";
import { slurmCommand } from "../../../lib/sweep/slurm/_command.ts";
import { signalTo } from "../../faults/_processes.ts";
import { LINUX } from "../../faults/_sweep.ts";
import { withProgram } from "./_program.ts";

Deno.test({
  ...LINUX,
  name:
    "slurmCommand() waits no longer than it may for a program that ends and leaves one of its own",
  fn: () =>
    withProgram("squeue", (folder) => `sleep 60 & echo $! >${folder}/pid`, async (folder) => {
      assert.deepEqual(await slurmCommand("squeue", [], 1), {
        ...{ ok: false, problem: "squeue gave no answer in 1 s", unsure: true },
      });
      signalTo(Number(Deno.readTextFileSync(`${folder}/pid`)), "SIGKILL");
    }),
});
