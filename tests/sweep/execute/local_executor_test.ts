import { strict as assert } from "node:assert";
import { StorageError } from "../../../lib/errors.ts";
import { JournalWriter, readJournals } from "../../../lib/sweep/store/journal.ts";
import { LocalExecutor } from "../../../lib/sweep/execute/local_executor.ts";
import { planSweep } from "../../../lib/sweep/sweep.ts";
import { availableBackend } from "../../../lib/tensorflow/available.ts";
import { childrenOf, signalTo, stopped } from "../../faults/_processes.ts";
import { journalLines, LINUX } from "../../faults/_sweep.ts";
import { blockUntil } from "../../_until.ts";

const native = (await availableBackend()).backend === "tensorflow";

Deno.test("LocalExecutor records runs with an unknown option or optimizer as failed, and finishes the others", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { jobs, data: size } = await planSweep({
      ...{ data: "synthetic-120x60", out: folder, backend: "cpu", engine: "eager" },
      axes: { models: ["vae"], latentSizes: [2], optimizers: ["sgd"] },
      fixed: { maxEpochs: 1, hiddenSize: 4, batchSize: 16 },
    });
    const [good, unknownOption, unknownOptimizer, missing, last] = jobs;
    const changed = (job: typeof good, change: object) => {
      return { ...job!, configuration: { ...job!.configuration, ...change } };
    };
    const { hiddenSize: _, ...incomplete } = missing!.configuration.settings;
    const odd = [
      good!,
      changed(unknownOption, {
        settings: { ...unknownOption!.configuration.settings, dropuot: 0.5 },
      }),
      changed(unknownOptimizer, { optimizer: "lion" }),
      changed(missing, { settings: incomplete }),
      last!,
    ];
    Deno.mkdirSync(`${folder}/runs`, { recursive: true });
    using journal = new JournalWriter(`${folder}/runs`);
    const options = { engine: "eager", backend: "cpu", workers: 1, threads: 1, retries: 0, size };
    const store = { folder, journal, done: [], saveModels: false };
    const outcome = await new LocalExecutor(options).execute(odd, store);
    assert.deepEqual(outcome, { open: 0, problem: null });
    const { records } = readJournals(`${folder}/runs`);
    const errorOf = new Map(records.map(({ run, error }) => [run, error?.split("\n")[0] ?? null]));
    const errors = odd.map(({ run }) => errorOf.get(run));
    assert.deepEqual([errors[0], errors[4]], [null, null]);
    assert.match(errors[1]!, /dropuot/);
    assert.match(
      errors[2]!,
      /Cannot use the optimizer "lion": it is not one of adam, sgd, rmsprop/,
    );
    assert.match(errors[3]!, /an option is missing or no number/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Runs of which none ends by itself, unless they have few epochs, and what executes them in a folder. */
async function endless(folder: string, epochs = 1_000_000) {
  const { jobs, data: size } = await planSweep({
    ...{ data: "synthetic-120x60", out: folder, backend: "cpu", engine: "eager" },
    axes: { models: ["vae"], latentSizes: [2], optimizers: ["sgd"], seeds: [0] },
    fixed: { fixedEpochs: epochs, hiddenSize: 4, batchSize: 16 },
  });
  Deno.mkdirSync(`${folder}/runs`, { recursive: true });
  const journal = new JournalWriter(`${folder}/runs`);
  const how = { engine: "eager", backend: "cpu", workers: 1, threads: 1 };
  const options = { ...how, retries: 0, hangTimeout: 30, size };
  return { jobs, options, store: { folder, journal, done: [], saveModels: false } };
}

Deno.test("LocalExecutor ends a process that it was just starting when it was told to end", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { jobs, options, store } = await endless(folder);
    using _journal = store.journal;
    const stopping = new AbortController(), ending = new AbortController();
    const began = performance.now();
    const outcome = await new LocalExecutor(options).execute(jobs, store, {
      ...{ stopping: stopping.signal, ending: ending.signal },
      observer: {
        started() {
          stopping.abort();
          ending.abort();
        },
      },
    });
    assert.ok(performance.now() - began < 20_000, "it was taken for a hung one");
    assert.deepEqual(outcome, { open: jobs.length, problem: null });
    assert.deepEqual(readJournals(`${folder}/runs`).records, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Worker processes of this one. */
const workers = () => childrenOf(Deno.pid, "/worker.ts");

Deno.test({
  ...LINUX,
  name: "LocalExecutor ends a process that takes none of what it is sent when it is told to end",
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const { jobs: [job], options, store } = await endless(folder), population = 400;
      using _journal = store.journal;
      const jobs = Array.from({ length: population }, (_, i) => ({ ...job!, run: `${i}` }));
      assert.ok(JSON.stringify(jobs).length > 2 * 65536, "more than a pipe holds");
      const stopping = new AbortController(), ending = new AbortController();
      let begun = 0, told = Infinity;
      const outcome = await new LocalExecutor({ ...options, population }).execute(jobs, store, {
        ...{ stopping: stopping.signal, ending: ending.signal },
        observer: {
          started() {
            if (++begun > 1) return;
            let pid: number | undefined;
            // The process is there before its command line is.
            blockUntil(() => (pid = workers()[0]) !== undefined);
            signalTo(pid!, "SIGSTOP");
            blockUntil(() => stopped(pid!));
            setTimeout(() => {
              told = performance.now();
              stopping.abort();
              ending.abort();
            }, 500);
          },
        },
      });
      assert.ok(begun > 1 && begun < population, `${begun} were sent, and one waits`);
      assert.deepEqual(outcome, { open: population, problem: null });
      assert.ok(performance.now() - told < 20_000, "it was taken for a hung one");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  ...LINUX,
  name: "LocalExecutor leaves no process behind where nobody can be told that a run begins, or why",
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const { jobs, options, store } = await endless(folder, 100);
      using _journal = store.journal;
      const full = () => {
        throw new StorageError("Cannot write who is at it: the disk is full");
      };
      let begun = 0;
      const second = () => ++begun === 2 && full(); // the first is in the midst of a run then
      for (const observer of [{ started: full }, { started: second, halted: full }]) {
        await assert.rejects(
          new LocalExecutor({ ...options, workers: 2 }).execute(jobs, store, { observer }),
          /who is at it/,
        );
        assert.deepEqual(workers(), []);
      }
    } finally {
      for (const pid of workers()) signalTo(pid, "SIGKILL");
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "LocalExecutor has a worker for each graph, also where fewer could hold as many runs",
  ignore: !native,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const { jobs, data: size } = await planSweep({
        ...{ data: "synthetic-120x60", out: folder },
        axes: { models: ["vae"], latentSizes: [2, 3], optimizers: ["sgd"], learningRates: [0.01] },
        fixed: { fixedEpochs: 1, hiddenSize: 4, batchSize: 16 },
      });
      Deno.mkdirSync(`${folder}/runs`, { recursive: true });
      using journal = new JournalWriter(`${folder}/runs`);
      const how = { engine: "graph", backend: "tensorflow", workers: 2, threads: 1, population: 2 };
      const used = new Set<number>();
      const outcome = await new LocalExecutor({ ...how, retries: 0, size }).execute(
        jobs,
        { folder, journal, done: [], saveModels: false },
        { observer: { started: (worker) => used.add(worker) } },
      );
      assert.deepEqual(outcome, { open: 0, problem: null });
      assert.deepEqual([...used].sort(), [0, 1]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** A run that throws and others that do not, and what executes two of them at once. */
async function pairs(folder: string, epochs: number) {
  const { jobs: [odd, ...others], data: size } = await planSweep({
    ...{ data: "synthetic-120x60", out: folder },
    axes: { models: ["vae"], latentSizes: [2], optimizers: ["sgd"], seeds: [0] },
    fixed: { fixedEpochs: epochs, hiddenSize: 4, batchSize: 16 },
  });
  const { configuration } = odd!, settings = { ...configuration.settings, dropuot: 0.5 };
  const thrower = { ...odd!, configuration: { ...configuration, settings } };
  Deno.mkdirSync(`${folder}/runs`, { recursive: true });
  const journal = new JournalWriter(`${folder}/runs`);
  const how = { engine: "graph", backend: "tensorflow", workers: 1, threads: 1, population: 2 };
  const store = { folder, journal, done: [], saveModels: false };
  return { thrower, others, options: { ...how, size }, store };
}

Deno.test({
  name:
    "LocalExecutor begins no run in a process that takes another's place once it is told to stop",
  ignore: !native,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const { thrower, others: [first], options, store } = await pairs(folder, 5);
      using _journal = store.journal;
      const stopping = new AbortController(), started: string[] = [];
      const executor = new LocalExecutor({ ...options, retries: 0 });
      const outcome = await executor.execute([first!, thrower], store, {
        stopping: stopping.signal,
        observer: {
          started: (_worker, { run }) => void started.push(run),
          // The next one is to be tried by itself: the process of both takes longer than this to end.
          finished: () => void setTimeout(() => stopping.abort(), 0),
        },
      });
      assert.deepEqual(started.toSorted(), [first!.run, thrower.run].toSorted());
      assert.deepEqual(outcome, { open: 1, problem: null });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name:
    "LocalExecutor tries a run that throws beside others again by itself, and lets them finish what they began",
  ignore: !native,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const { thrower, others, options, store } = await pairs(folder, 40);
      using _journal = store.journal;
      const underWay = new Set<string>(), beside: number[] = [];
      const observer = {
        started(_worker: number, { run }: { run: string }) {
          if (run === thrower.run) beside.push(underWay.size);
          underWay.add(run);
        },
        finished: (_worker: number, { run }: { run: string }) => void underWay.delete(run),
        retried: (_worker: number, { run }: { run: string }) => void underWay.delete(run),
      };
      const jobs = [others[0]!, thrower, ...others.slice(1)];
      const executor = new LocalExecutor({ ...options, retries: 1 });
      const outcome = await executor.execute(jobs, store, { observer });
      assert.deepEqual(outcome, { open: 0, problem: null });
      const { records } = readJournals(`${folder}/runs`);
      const failed = records.filter(({ status }) => status === "failed");
      assert.deepEqual(
        failed.map(({ run, failure, attempt, error }) => [
          ...[run, failure, attempt],
          /dropuot/.test(error!),
        ]),
        [[thrower.run, "error", 2, true]],
      );
      assert.equal(records.length, jobs.length);
      // Beside others it may have failed for their sake; by itself it has its attempts.
      assert.deepEqual(beside, [1, 0, 0], "beside another, and then by itself");
      const begun = journalLines(folder).map(({ lines }) =>
        lines.flatMap((line) => /"started":"(\w+)"/.exec(line)?.[1] ?? [])
      );
      const first = begun.find((runs) => runs.includes(others[0]!.run));
      assert.deepEqual(first, [others[0]!.run, thrower.run], "that process got no other");
      assert.equal(begun.flat().length, jobs.length + 2, "no other was begun again");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
