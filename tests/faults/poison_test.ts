import { strict as assert } from "node:assert";
import { expandGrid, POSTER_GRID } from "../../lib/sweep/plan/grid.ts";
import { runId } from "../../lib/sweep/plan/identity.ts";
import { readManifest } from "../../lib/sweep/store/manifest.ts";
import { sweepStatus } from "../../lib/sweep/status.ts";
import {
  decisive,
  journalLines,
  killAtWork,
  LINUX,
  rows,
  Sweep,
  sweep,
  temporary,
  TINY,
} from "./_sweep.ts";
import { tallySweep } from "./_tally.ts";

const GRID = [
  ...TINY,
  ..."--learning-rates 1e-3,1e-4,1e-5,1e-6 --latent-sizes 2 --fixed-epochs 500".split(" "),
];

/** The identity of the run that kills whoever is at it. */
function poisonOf(folder: string): string {
  const { axes, fixed, data, engine, backend } = readManifest(folder)!;
  const [, configuration] = expandGrid({ ...POSTER_GRID, ...axes }, fixed);
  return runId(configuration!, { dataHash: data.hashes[0]!, engine, backend });
}

Deno.test(
  "sweep gives up a run that kills its worker each time, keeps every attempt, and ends the grid",
  LINUX,
  async () => {
    const folder = temporary(), unbroken = temporary();
    const golden = await sweep(...GRID, "--out", unbroken);
    assert.equal(golden.code, 0, golden.err);
    const poisoned = new Sweep([...GRID, "--out", folder, "--retries", "2"]);
    const poison = poisonOf(unbroken);
    const ended = poisoned.ended();
    const killed = await killAtWork(poison, folder, ended);
    const { code, err } = await ended;
    assert.equal(code, 3, err);
    assert.equal(killed, 3, "one attempt and two more");
    const attempts = journalLines(folder).flatMap(({ lines }) => lines)
      .filter((line) => line.includes('"failure":"killed"')).map((line) => JSON.parse(line).record);
    assert.deepEqual(
      attempts.map(({ run, attempt }) => [run, attempt]),
      [1, 2, 3].map((n) => [poison, n]),
    );
    for (const { error } of attempts) assert.match(error, /was killed by SIGKILL/);
    const states = Map.groupBy(rows(folder), ({ status }) => status!);
    assert.deepEqual([states.get("max_epochs")?.length, states.get("failed")?.length], [3, 1]);
    assert.deepEqual(states.get("failed")!.map(({ failure, test_mse }) => [failure, test_mse]), [[
      "killed",
      "",
    ]]);
    const { done, failed, running, left, failures } = sweepStatus(folder);
    assert.deepEqual({ done, failed, running, left }, { done: 3, failed: 1, running: 0, left: 0 });
    assert.equal(failures[0]!.attempt, 3);

    // The same command tries what failed again, and that alone.
    const again = await sweep(...GRID, "--out", folder);
    assert.equal(again.code, 0, again.err);
    assert.match(again.out, /runs +4, 3 of them done before/);
    assert.deepEqual(decisive(folder), decisive(unbroken));
    tallySweep(
      { kind: "Run that kills its worker", executor: "local", injected: 3 },
      folder,
      unbroken,
    );
  },
);
