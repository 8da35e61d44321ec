import { strict as assert } from "node:assert";
import { uniform } from "../../lib/random.ts";
import { signalTo } from "./_processes.ts";
import {
  decisive,
  delay,
  journalLines,
  LINUX,
  rows,
  Sweep,
  sweep,
  temporary,
  TINY,
} from "./_sweep.ts";
import { begunRuns, lostResults, tally } from "./_tally.ts";

const KILLS = 20, RUNS = 60;

/** 60 runs, of which those at the highest rate diverge. */
const GRID = [
  ...TINY,
  ..."--models vae,info-vae --learning-rates 100,1e-3,1e-4,1e-5,1e-6 --latent-sizes 2,3".split(" "),
  ..."--optimizers adam,sgd,rmsprop --fixed-epochs 60 --retries 3".split(" "),
];

Deno.test(
  "sweep of 60 runs, killed 20 times at random, coordinator and workers, ends as an unbroken one",
  LINUX,
  async () => {
    const folder = temporary(), unbroken = temporary();
    const golden = await sweep(...GRID, "--out", unbroken);
    assert.equal(golden.code, 0, golden.err);
    const random = uniform([20, 26], 2 * KILLS);
    const killed = new Set<number>(), told: string[] = [];
    let coordinators = 0, running = new Sweep([...GRID, "--out", folder]);
    for (let kill = 0; kill < KILLS; kill++) {
      // Spread over the sweep however fast this machine is, each at a random moment of a run.
      await running.until(() => begunRuns(folder) > 2 * kill && running.workers().length > 0);
      await delay(0.3 * random[2 * kill]!);
      const workers = running.workers(), whom = Math.floor(3 * random[2 * kill + 1]!);
      if (whom > 0 && workers.length) {
        killed.add(workers[whom % workers.length]!);
        signalTo(workers[whom % workers.length]!, "SIGKILL");
      } else {
        running.kill("SIGKILL");
        await running.gone(); // its workers may be at their last run while the next sweep begins
        told.push(running.err);
        coordinators++;
        running = new Sweep([...GRID, "--out", folder]);
      }
    }
    let { code, err } = await running.ended();
    told.push(err);
    if (code === 3) {
      ({ code, err } = await sweep(...GRID, "--out", folder));
      told.push(err);
    }
    assert.equal(code, 0, err);
    assert.deepEqual(decisive(folder), decisive(unbroken));
    assert.equal(rows(folder).length, RUNS);
    const counts = told.map(checkCounts).at(-1)!;
    assert.equal(counts.at(-1) ?? RUNS, RUNS);
    const open =
      journalLines(folder).filter(({ pid, lines }) =>
        killed.has(pid) && lines.at(-1)!.includes('"started":')
      ).length;
    const lost = lostResults(folder, unbroken), repeated = begunRuns(folder) - RUNS;
    tally({
      ...{ kind: "Coordinator killed", executor: "local", lost },
      ...{ injected: coordinators, repeated: repeated - open },
    });
    tally({
      ...{ kind: "Worker killed", executor: "local", lost },
      ...{ injected: KILLS - coordinators, repeated: open },
    });
  },
);

/** What a sweep says of its progress: each run that ends counts one more, to the grid's end at most. */
function checkCounts(err: string): number[] {
  const counts = [...err.matchAll(/^\[(\d+)\/(\d+)\] /gm)].map(([, done, total]) => {
    assert.equal(Number(total), RUNS);
    return Number(done);
  });
  counts.forEach((done, i) => assert.equal(done, counts[0]! + i, err));
  return counts;
}
