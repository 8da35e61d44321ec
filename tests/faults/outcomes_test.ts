import { strict as assert } from "node:assert";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { lives, signalTo } from "./_processes.ts";
import { atWork, decisive, journalLines, LINUX, Sweep, sweep, temporary, TINY } from "./_sweep.ts";

/** Two runs that diverge, two that take a while. */
const GRID = [
  ...TINY,
  ..."--learning-rates 100,1e-3 --latent-sizes 2,3 --fixed-epochs 600 --workers 2".split(" "),
  ..."--hang-timeout 8 --retries 0".split(" "),
];

/** The status and failure of each run, and how often it was tried. */
function outcomes(folder: string): string[] {
  const lines = journalLines(folder).flatMap(({ lines }) => lines);
  return readJournals(`${folder}/runs`).records.map(({ run, status, failure, testMse }) => {
    const tries = lines.filter((line) => line.includes(`"started":"${run}"`)).length;
    return `${failure ?? status}, tried ${tries} times, ${
      testMse === null ? "no result" : "result"
    }`;
  }).sort();
}

Deno.test(
  "sweep keeps apart runs that diverged, were killed and hung; a divergence is a result, the others are tried again",
  LINUX,
  async () => {
    const folder = temporary(), faulty = new Sweep([...GRID, "--out", folder]);
    // Those that diverge are over in a moment: who stays at work is at one of the others.
    await faulty.until(() =>
      (faulty.err.match(/diverged in epoch/g)?.length ?? 0) === 2 && atWork(folder).length === 2
    );
    const { pid: stopped } = await faulty.stopSomeone(folder);
    let other: number | undefined;
    await faulty.until(() =>
      (other = atWork(folder).find(({ pid }) => pid !== stopped)?.pid) !== undefined
    );
    signalTo(other!, "SIGKILL");
    const { code, err } = await faulty.ended();
    assert.equal(code, 3, err);
    assert.deepEqual(outcomes(folder), [
      "diverged, tried 1 times, no result",
      "diverged, tried 1 times, no result",
      "hung, tried 1 times, no result",
      "killed, tried 1 times, no result",
    ]);
    assert.ok(!lives(stopped));
    const again = await sweep(...GRID, "--out", folder);
    assert.equal(again.code, 0, again.err);
    assert.match(again.out, /runs +4, 2 of them done before/);
    assert.deepEqual(outcomes(folder), [
      "diverged, tried 1 times, no result",
      "diverged, tried 1 times, no result",
      "max_epochs, tried 2 times, result",
      "max_epochs, tried 2 times, result",
    ]);
  },
);

Deno.test(
  "sweep records a run that throws as an error with what it said, and tries it again when called again",
  LINUX,
  async () => {
    const folder = temporary(), unbroken = temporary();
    const grid = [
      ...TINY,
      ..."--learning-rates 1e-3 --latent-sizes 2,3 --fixed-epochs 3".split(" "),
    ];
    Deno.mkdirSync(folder);
    Deno.writeTextFileSync(`${folder}/models`, "a file where networks would go");
    const { code, err } = await sweep(...grid, "--save-models", "--out", folder);
    assert.equal(code, 3, err);
    assert.deepEqual(outcomes(folder), Array(2).fill("error, tried 2 times, no result"));
    assert.match(readJournals(`${folder}/runs`).records[0]!.error!, /models/);
    Deno.removeSync(`${folder}/models`);
    const again = await sweep(...grid, "--save-models", "--out", folder);
    assert.equal(again.code, 0, again.err);
    await sweep(...grid, "--out", unbroken);
    assert.deepEqual(decisive(folder), decisive(unbroken));
  },
);
