import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { SmallDisk, smallDisks } from "./_small_disk.ts";
import { lives, signalTo } from "./_processes.ts";
import {
  atWork,
  delay,
  journalLines,
  killAtWork,
  LINUX,
  ROOT,
  rows,
  Sweep,
  sweep,
  temporary,
  TINY,
} from "./_sweep.ts";
import { begunRuns } from "./_tally.ts";

/** 12 runs of one graph, six of them at once. */
const GRID = [
  ...TINY,
  ..."--learning-rates 1e-2,1e-3,1e-4,1e-5 --latent-sizes 2 --optimizers adam,sgd,rmsprop".split(
    " ",
  ),
  ..."--fixed-epochs 100 --workers 1".split(" "),
];
const SIX = [...GRID, "--population", "6"];

/** Columns that do not say what a run came to. */
const INCIDENTAL = ["seconds", "steps_per_second", "host", "started_at", "population"];

/**
 * That two folders hold the same runs with the same results. Last digits may depend on how many are trained at once, and
 * grow over epochs.
 */
function assertAlike(folder: string, other: string): void {
  const found = rows(folder), expected = rows(other);
  assert.deepEqual(found.map(({ run }) => run), expected.map(({ run }) => run));
  found.forEach((row, i) => {
    for (const [name, value] of Object.entries(row)) {
      if (INCIDENTAL.includes(name)) continue;
      const wanted = expected[i]![name]!, text = `${row.run} ${name}: ${value}, not ${wanted}`;
      if (value === wanted || /accuracy$/.test(name)) continue;
      assert.ok(Math.abs(Number(value) - Number(wanted)) < 1e-3 * Math.abs(Number(wanted)), text);
    }
  });
}

let single: Promise<string> | undefined;

/** The folder of an undisturbed sweep of the grid, one run at a time. */
function unbroken(): Promise<string> {
  return single ??= (async () => {
    const folder = temporary(), { code, err } = await sweep(...GRID, "--out", folder);
    assert.equal(code, 0, err);
    return folder;
  })();
}

/** Records of attempts that came to nothing. */
function lostAttempts(folder: string) {
  return journalLines(folder).flatMap(({ lines }) => lines)
    .filter((line) => line.includes('"status":"failed"'))
    .map((line) => JSON.parse(line).record);
}

/** Waits until six runs are under way, and says whose. */
async function sixUnderWay(
  running: Sweep,
  folder: string,
): Promise<{ pid: number; runs: string[] }> {
  let found: ReturnType<typeof atWork> = [];
  await running.until(() => (found = atWork(folder)).length >= 6);
  return { pid: found[0]!.pid, runs: found.map(({ run }) => run) };
}

Deno.test(
  "sweep with six runs at once gives the results of one at a time, and says that they were six",
  LINUX,
  async () => {
    const folder = temporary(), { code, out, err } = await sweep(...SIX, "--out", folder);
    assert.equal(code, 0, err);
    assert.match(out, /^engine .* 1 worker × 1 thread × 6 slots$/m);
    assertAlike(folder, await unbroken());
    assert.deepEqual(new Set(rows(folder).map(({ population }) => population)), new Set(["6"]));
    const singles = rows(await unbroken());
    assert.deepEqual(new Set(singles.map(({ population }) => population)), new Set(["1"]));
    assert.doesNotMatch(err, /populations/);
  },
);

Deno.test(
  "sweep with six runs at once has each record on disk when that run ends, whatever the others do",
  LINUX,
  async () => {
    const folder = temporary();
    const running = new Sweep([
      ...SIX.filter((word) => !["--fixed-epochs", "100"].includes(word)),
      ..."--axis fixed-epochs=20,1000000 --optimizers sgd --out".split(" "),
      folder,
    ]);
    await running.finishedRuns(4); // the short ones; four endless ones are beside them
    const { pid } = atWork(folder)[0]!;
    signalTo(pid, "SIGKILL");
    running.kill("SIGKILL");
    await running.gone();
    const { records } = readJournals(`${folder}/runs`);
    assert.deepEqual(records.map(({ epochs }) => epochs), [20, 20, 20, 20]);
    assert.equal(new Set(journalLines(folder).map(({ pid }) => pid)).size, 1, "one process");
  },
);

Deno.test(
  "sweep whose worker is killed with six runs under way tries each again by itself, and counts none as failed",
  LINUX,
  async () => {
    const folder = temporary(), running = new Sweep([...SIX, "--out", folder]);
    const { pid, runs } = await sixUnderWay(running, folder);
    signalTo(pid, "SIGKILL");
    const { code, err } = await running.ended();
    assert.equal(code, 0, err);
    assert.match(
      err,
      /^worker 1 and its 6 runs: the worker process was killed by SIGKILL; each is tried again by itself$/m,
    );
    assert.deepEqual(lostAttempts(folder), []);
    assertAlike(folder, await unbroken());
    const alone = rows(folder).filter(({ population }) => population === "1");
    assert.deepEqual(alone.map(({ run }) => run).toSorted(), runs.toSorted());
    assert.equal(begunRuns(folder), 12 + 6);
    assert.match(err, /in populations of 1 \(6 runs\) and in populations of 6 \(6 runs\)/);
  },
);

Deno.test(
  "sweep whose worker hangs with six runs under way ends it, tries each again by itself, and counts none as failed",
  LINUX,
  async () => {
    const folder = temporary(),
      running = new Sweep([...SIX, "--hang-timeout", "8", "--out", folder]);
    await running.finishedRuns(1);
    const { pid } = await running.stopSomeone(folder);
    const { code, err } = await running.ended();
    assert.equal(code, 0, err);
    assert.match(
      err,
      /: a run made no progress for \d+ s and was ended; each is tried again by itself$/m,
    );
    assert.ok(!lives(pid));
    assert.deepEqual(lostAttempts(folder), []);
    assertAlike(folder, await unbroken());
  },
);

Deno.test(
  "sweep finds the one of six runs that kills its worker, gives it up alone, and finishes the others",
  LINUX,
  async () => {
    const folder = temporary(), poison = rows(await unbroken())[5]!.run!;
    const poisoned = new Sweep([...SIX, "--retries", "1", "--out", folder]);
    const ended = poisoned.ended();
    const killed = await killAtWork(poison, folder, ended);
    const { code, err } = await ended;
    assert.equal(code, 3, err);
    assert.equal(killed, 3, "once among others, then an attempt and one more alone");
    assert.deepEqual(
      lostAttempts(folder).map(({ run, failure, attempt }) => [run, failure, attempt]),
      [1, 2].map((attempt) => [poison, "killed", attempt]),
    );
    const failed = rows(folder).filter(({ status }) => status === "failed");
    assert.deepEqual(failed.map(({ run }) => run), [poison]);
    assert.equal(rows(folder).length, 12);
    const again = await sweep(...SIX, "--out", folder);
    assert.equal(again.code, 0, again.err);
    assertAlike(folder, await unbroken());
  },
);

Deno.test(
  "sweep with six runs at once stops at Ctrl-C, leaves no process, and resumes with what is left",
  LINUX,
  async () => {
    const folder = temporary();
    const running = new Sweep([...SIX, "--out", folder], ["setsid"]);
    await sixUnderWay(running, folder);
    const workers = running.workers();
    Deno.kill(-running.pid, "SIGINT");
    const { code, err } = await running.ended();
    assert.equal(code, 130, err);
    assert.deepEqual(workers.filter(lives), []);
    const kept = Number(/Stopped: (\d+) of 12 runs are kept/.exec(err)?.[1]);
    assert.ok(kept <= 6, `no further ones were begun: ${err}`);
    assert.equal(begunRuns(folder), 6, err);
    assert.doesNotMatch(err, /tried again/); // the signal reached the workers too
    assert.deepEqual(lostAttempts(folder), []);
    const again = await sweep(...SIX, "--out", folder);
    assert.equal(again.code, 0, again.err);
    assert.match(again.out, new RegExp(`runs +12, ${kept} of them done before`));
    assertAlike(folder, await unbroken());
  },
);

/** Six runs at once, of which none ends by itself. */
const ENDLESS = SIX.map((word, i) => SIX[i - 1] === "--fixed-epochs" ? "1000000" : word);

Deno.test(
  "sweep with six runs at once ends them all when it is told to stop twice, and tries none again",
  LINUX,
  async () => {
    const folder = temporary(), running = new Sweep([...ENDLESS, "--out", folder]);
    await running.until(({ err }) => /epoch [1-9]/.test(err)); // they are under way for some time
    const workers = running.workers();
    running.kill("SIGINT");
    await running.until(({ err }) => err.includes("Stopping"));
    const began = performance.now();
    running.kill("SIGINT");
    const { code, err } = await running.ended(60);
    assert.equal(code, 130, err);
    assert.ok(performance.now() - began < 3000, "without the 4 s of grace");
    assert.match(err, /Stopped: 0 of 12 runs are kept/);
    assert.doesNotMatch(err, /tried again/);
    assert.deepEqual([workers.length, workers.filter(lives)], [1, []]);
    assert.equal(begunRuns(folder), 6, err);
  },
);

Deno.test(
  "sweep with six runs at once whose command is killed keeps what had ended, and resumes with the rest",
  LINUX,
  async () => {
    const folder = temporary(), running = new Sweep([...SIX, "--out", folder]);
    await running.finishedRuns(2);
    const workers = running.workers();
    running.kill("SIGKILL");
    await running.gone();
    for (const end = performance.now() + 10_000; performance.now() < end; await delay(0.05)) {
      if (!workers.some(lives)) break;
    }
    assert.deepEqual([workers.length, workers.filter(lives)], [1, []], "nobody needs its results");
    const again = await sweep(...SIX, "--out", folder);
    assert.equal(again.code, 0, again.err);
    const before = Number(/runs +12, (\d+) of them done before/.exec(again.out)?.[1]);
    assert.ok(before >= 2, again.out);
    assertAlike(folder, await unbroken());
  },
);

Deno.test(
  "sweep with six runs at once stops with exit code 5 on a full disk, counts none as failed, and resumes",
  { ...LINUX, ignore: !smallDisks() },
  async () => {
    using disk = new SmallDisk(64);
    const folder = `${disk.path}/results`, { code, err } = await sweep(...SIX, "--out", folder);
    assert.equal(code, 5, err);
    assert.match(err, /^Cannot write .*: the disk is full \(.*\); free some space there, /m);
    assert.doesNotMatch(err, /tried again/); // no run is to blame
    const { done, failed, running, left, damaged } = sweepStatus(folder);
    assert.deepEqual([failed, running, damaged, done + left], [0, 0, 0, 12], err);
    disk.resize(4096);
    const again = await sweep(...SIX, "--out", folder);
    assert.equal(again.code, 0, again.err);
    assertAlike(folder, await unbroken());
  },
);

/** A model with an operation that is not known for several trainings at once. */
function ruleless(): string {
  const file = `${Deno.makeTempDirSync()}/resized.ts`,
    lib = pathToFileURL(`${ROOT}lib/models/`).href;
  Deno.writeTextFileSync(
    file,
    `
      import { defineModel } from "${lib}model.ts";
      import { multilayerPerceptron } from "${lib}multilayer_perceptron.ts";
      const { encode, decode } = multilayerPerceptron;
      export default defineModel({
        ...multilayerPerceptron,
        name: "resized",
        options: {},
        noise: () => ({}),
        loss(params, x) {
          const { mean } = encode(params, x), [rows, columns] = mean.shape;
          const reconstruction = decode(params, mean).squaredDifference(x).sum(1).mean();
          const image = mean.reshape([1, rows, columns, 1]).resizeBilinear([rows, columns]);
          const penalty = image.square().mean();
          return { loss: reconstruction.add(penalty), reconstruction, penalty };
        },
      });`,
  );
  return file;
}

Deno.test(
  "sweep whose model cannot be trained several at a time says so, and takes runs that wait for their turn for no hanging ones",
  LINUX,
  async () => {
    const folder = temporary(),
      { code, err } = await sweep(
        ...TINY.filter((word) => !["--models", "vae"].includes(word)),
        ...["--model", ruleless(), "--models", "resized", "--latent-sizes", "2"],
        ..."--learning-rates 1e-3,3e-4,1e-4,3e-5,1e-5,3e-6,1e-6,3e-7 --fixed-epochs 400".split(" "),
        ..."--workers 1 --population 4 --hang-timeout 3 --out".split(" "),
        folder,
      );
    assert.equal(code, 0, err);
    assert.match(err, /^worker 1: .*; its trainings run one by one$/m);
    assert.doesNotMatch(err, /no progress/);
    assert.deepEqual(lostAttempts(folder), []);
    assert.equal(begunRuns(folder), 8);
  },
);
