import { strict as assert } from "node:assert";
import { JournalWriter, readJournals } from "../../../lib/sweep/store/journal.ts";
import { LocalExecutor } from "../../../lib/sweep/execute/local_executor.ts";
import { planSweep } from "../../../lib/sweep/sweep.ts";

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
