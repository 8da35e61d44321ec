import assert from "node:assert/strict";
import { writeDataset } from "../../lib/data/dataset_file.ts";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { syntheticCohort } from "../../lib/data/synthetic.ts";
import { baselineRows, readBaselines } from "../../lib/sweep/baselines.ts";
import { ReferenceWork, type ReferenceWorkOptions } from "../../lib/sweep/reference_work.ts";
import { readReferences } from "../../lib/sweep/references.ts";
import { childrenOf, signalTo } from "../faults/_processes.ts";
import { delay, LINUX } from "../faults/_sweep.ts";
import { until } from "../_until.ts";

const COHORT = syntheticCohort({ samples: 120, genes: 60, cancerTypes: 3 });
const DATASET = prepareDataset(COHORT, { seed: 4 });

const OPTIONS: ReferenceWorkOptions = {
  ...{ backend: "cpu", network: { hiddenSize: 16, normalization: "batch" } },
  ...{ sizes: [2], retries: 1, hangTimeout: 60 },
};

async function inFolder(use: (folder: string, file: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await writeDataset(DATASET, `${folder}/dataset.bin`);
    await use(folder, `${folder}/dataset.bin`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const datasetOf = (splitSeed: number, path: string) => ({ splitSeed, genes: null, path });

async function compute(
  folder: string,
  datasets: readonly ReturnType<typeof datasetOf>[],
  options: Partial<ReferenceWorkOptions> = {},
) {
  await using work = new ReferenceWork(folder, datasets, { ...OPTIONS, ...options });
  return await work.end();
}

const rowsIn = (folder: string) => ({
  baselines: readBaselines(folder)?.toRecords() ?? [],
  references: readReferences(folder)?.toRecords() ?? [],
});

/** Without those that others have too. */
const without = (rows: readonly object[], others: readonly object[]) => {
  const known = new Set(others.map((row) => JSON.stringify(row)));
  return rows.filter((row) => !known.has(JSON.stringify(row)));
};

Deno.test("ReferenceWork keeps what is there and adds splits and sizes, the same as they are alone", () =>
  inFolder(async (folder, file) => {
    const files = ["baselines.csv", "baselines.parquet", "downstream_references.parquet"]
      .map((name) => `${folder}/${name}`);
    const whole = { files, stopped: false, problem: null };
    assert.deepEqual(await compute(folder, [datasetOf(4, file)]), whole);
    const before = rowsIn(folder);
    assert.deepEqual([before.baselines.length, before.references.length], [2, 2 * 4]);
    // What is there is not computed again: its file is not even opened.
    const nothing = { files: [], stopped: false, problem: null };
    assert.deepEqual(await compute(folder, [datasetOf(4, "no/such/file")]), nothing);
    await compute(folder, [datasetOf(4, file), datasetOf(5, file)], { sizes: [2, 5] });
    const after = rowsIn(folder);
    assert.deepEqual([after.baselines.length, after.references.length], [2 * 3, 2 * 2 * 7]);
    assert.deepEqual(without(before.baselines, after.baselines), []);
    assert.deepEqual(without(before.references, after.references), []);
    const own = after.baselines.filter((row) => row.split_seed === 4);
    const expected = baselineRows(DATASET, [2, 5]);
    assert.deepEqual(own.map((row) => row.test_mse), expected.map((row) => row.test_mse));
  }));

Deno.test("ReferenceWork stops when it is told to, and keeps the splits it made", () =>
  inFolder(async (folder, file) => {
    await compute(folder, [datasetOf(4, file)]);
    const before = rowsIn(folder), stop = new AbortController(), { signal: stopping } = stop;
    const going = compute(folder, [datasetOf(4, file), datasetOf(5, file)], { stopping });
    stop.abort();
    assert.deepEqual(await going, { files: [], stopped: true, problem: null });
    assert.deepEqual(rowsIn(folder), before);
    const stopped = await compute(folder, [datasetOf(4, file)], { stopping });
    assert.equal(stopped.stopped, false, "nothing was left to stop");
  }));

Deno.test({
  ...LINUX,
  name: "ReferenceWork that is given up in the middle leaves no process behind",
  fn: () =>
    inFolder(async (folder, file) => {
      const processes = () => childrenOf(Deno.pid, "/_references_process.ts");
      try {
        {
          await using _work = new ReferenceWork(folder, [datasetOf(4, file)], OPTIONS);
          await until(() => processes().length === 1);
        }
        await delay(0.3); // one that takes its place would be there by then
        assert.deepEqual(processes(), []);
      } finally {
        for (const pid of processes()) signalTo(pid, "SIGKILL");
      }
    }),
});

Deno.test("ReferenceWork says which split cannot be computed and why", () =>
  inFolder(async (folder) => {
    const { problem, stopped } = await compute(folder, [datasetOf(4, `${folder}/none.bin`)]);
    assert.equal(stopped, false);
    assert.match(problem!, /^Cannot compute the baselines of split 4: Cannot load .*none\.bin/);
  }));

Deno.test("ReferenceWork writes baselines alone where no label has two classes", () =>
  inFolder(async (folder) => {
    const unknown = { ...COHORT, cancerTypes: COHORT.cancerTypes.map(() => "unknown") };
    await writeDataset(prepareDataset(unknown), `${folder}/unknown.bin`);
    await compute(folder, [datasetOf(0, `${folder}/unknown.bin`)]);
    assert.deepEqual([rowsIn(folder).baselines.length, readReferences(folder)], [2, null]);
  }));

Deno.test("ReferenceWork says at least every 2 s how far it is", () =>
  inFolder(async (folder, file) => {
    const datasets = Array.from({ length: 8 }, (_, seed) => datasetOf(seed, file));
    await using work = new ReferenceWork(folder, datasets, OPTIONS);
    const told: string[] = [], times = [performance.now()];
    await work.end({
      phase(text) {
        told.push(text);
        times.push(performance.now());
      },
    });
    times.push(performance.now());
    const silences = times.slice(1).map((time, i) => time - times[i]!);
    assert.ok(Math.max(...silences) < 2000, `${silences}`);
    for (const text of told) assert.match(text, /^baselines( of split \d \(\d of 8\).*)?$/);
  }));
