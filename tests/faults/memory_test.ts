import { strict as assert } from "node:assert";
import { MemoryLimit, memoryLimits } from "./_memory_limit.ts";
import { decisive, journalLines, Sweep, sweep, temporary, TINY } from "./_sweep.ts";
import { tallySweep } from "./_tally.ts";

const GRID = [
  ...TINY,
  ..."--learning-rates 1e-3,1e-4,1e-5 --latent-sizes 2,3 --fixed-epochs 200 --workers 2".split(" "),
];

Deno.test(
  "sweep replaces a worker that the kernel kills for want of memory, and repeats its run",
  { ignore: !memoryLimits(), sanitizeOps: false, sanitizeResources: false },
  async () => {
    const folder = temporary(), unbroken = temporary();
    await sweep(...GRID, "--out", unbroken);
    const short = new Sweep([...GRID, "--out", folder]);
    const { pid } = await short.someoneAtWork(folder);
    using memory = new MemoryLimit(1 << 20);
    memory.limit(pid);
    const { code, err } = await short.ended();
    assert.equal(code, 0, err);
    assert.equal(memory.kills, 1, "the kernel killed it");
    assert.match(err, /the worker process was killed by SIGKILL; it is tried again/);
    const killed = journalLines(folder).flatMap(({ lines }) => lines)
      .filter((line) => line.includes('"failure":"killed"')).map((line) => JSON.parse(line).record);
    assert.deepEqual(killed.map(({ attempt }) => attempt), [1]);
    assert.deepEqual(decisive(folder), decisive(unbroken));
    tallySweep({ kind: "Out of memory", executor: "local", injected: 1 }, folder, unbroken);
  },
);
