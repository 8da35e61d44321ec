import { strict as assert } from "node:assert";
import { uniform } from "../../lib/random.ts";
import {
  decisive,
  delay,
  exists,
  journalLines,
  rows,
  signalTo,
  Sweep,
  sweep,
  temporary,
  TINY,
} from "./_sweep.ts";

const LINUX = { ignore: Deno.build.os !== "linux", sanitizeOps: false, sanitizeResources: false };

const KILLS = 20, RUNS = 60;

/** 60 runs, of which those at the highest rate diverge. */
const GRID = [
  ...TINY,
  ..."--models vae,info-vae --learning-rates 100,1e-3,1e-4,1e-5,1e-6 --latent-sizes 2,3".split(" "),
  ..."--optimizers adam,sgd,rmsprop --fixed-epochs 60 --retries 3".split(" "),
];

/** How many runs were begun, each time counted. */
function begunRuns(folder: string): number {
  if (!exists(`${folder}/runs`)) return 0;
  return journalLines(folder).flatMap(({ lines }) => lines)
    .filter((line) => line.includes('"started":')).length;
}

Deno.test(
  "sweep of 60 runs, killed 20 times at random, coordinator and workers, ends as an unbroken one",
  LINUX,
  async () => {
    const folder = temporary(), unbroken = temporary();
    const golden = await sweep(...GRID, "--out", unbroken);
    assert.equal(golden.code, 0, golden.err);
    const random = uniform([20, 26], 2 * KILLS);
    let coordinators = 0, running = new Sweep([...GRID, "--out", folder]);
    for (let kill = 0; kill < KILLS; kill++) {
      // Spread over the sweep however fast this machine is, each at a random moment of a run.
      await running.until(() => begunRuns(folder) > 2 * kill && running.workers().length > 0);
      await delay(0.3 * random[2 * kill]!);
      const workers = running.workers(), whom = Math.floor(3 * random[2 * kill + 1]!);
      if (whom > 0 && workers.length) signalTo(workers[whom % workers.length]!, "SIGKILL");
      else {
        running.kill("SIGKILL");
        await running.gone(); // its workers may be at their last run while the next sweep begins
        coordinators++;
        running = new Sweep([...GRID, "--out", folder]);
      }
    }
    let { code, err } = await running.ended();
    if (code === 3) ({ code, err } = await sweep(...GRID, "--out", folder));
    assert.equal(code, 0, err);
    assert.deepEqual(decisive(folder), decisive(unbroken));
    assert.equal(rows(folder).length, RUNS);
    console.log(
      `  ${KILLS} faults injected (${coordinators} coordinators, ${KILLS - coordinators} workers ` +
        `killed), 0 of ${RUNS} runs lost, ${begunRuns(folder) - RUNS} repeated`,
    );
  },
);
