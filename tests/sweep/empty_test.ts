import { strict as assert } from "node:assert";
import { LocalExecutor } from "../../lib/sweep/execute/local_executor.ts";
import { ReferenceWork } from "../../lib/sweep/reference_work.ts";
import { cancelSlurmJobs } from "../../lib/sweep/slurm/cancel.ts";
import { SlurmExecutor } from "../../lib/sweep/slurm/executor.ts";
import { readDetails } from "../../lib/sweep/store/details.ts";
import { writeDetails } from "../../lib/sweep/store/details_frames.ts";
import { JournalWriter, readJournals } from "../../lib/sweep/store/journal.ts";
import { readTable } from "../../lib/sweep/store/read_table.ts";
import { temporaryFolder } from "../_temporary.ts";

const ENGINE = { engine: "eager", backend: "cpu", workers: 2, threads: 1, retries: 1 } as const;
const SETUP = { ...ENGINE, size: { genes: 10, trainRows: 10 } };

Deno.test("an executor without a run starts no process and asks no cluster", async () => {
  const executors = [
    new LocalExecutor(SETUP),
    new SlurmExecutor(SETUP, { sbatch: { partition: "short" } }),
  ];
  for (const executor of executors) {
    const folder = temporaryFolder();
    using journal = new JournalWriter(folder);
    const { open } = await executor.execute([], { folder, journal, done: [], saveModels: false });
    assert.equal(open, 0);
  }
});

Deno.test("a folder without a sweep has nothing to read, write or cancel", async () => {
  const folder = temporaryFolder();
  assert.deepEqual(await cancelSlurmJobs(folder), []);
  await using none = new ReferenceWork(folder, [], {
    ...{ backend: "cpu", network: { hiddenSize: 8, normalization: "batch" } },
    ...{ sizes: [10], retries: 0, hangTimeout: 60 },
  });
  assert.deepEqual(await none.end(), { files: [], stopped: false, problem: null });
  assert.deepEqual(await writeDetails(folder, []), []);
  assert.equal(readTable(`${folder}/results.parquet`), null);
  assert.deepEqual(readDetails(`${folder}/none`).toArray(), []);
  assert.deepEqual(readJournals(`${folder}/none`).records, []);
  assert.deepEqual([...Deno.readDirSync(folder)], []);
});
