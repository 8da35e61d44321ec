import { strict as assert } from "node:assert";
import { Ledger, readSubmissions } from "../../../lib/sweep/slurm/_ledger.ts";
import { TaskTracker } from "../../../lib/sweep/slurm/_task_tracker.ts";
import { JournalWriter } from "../../../lib/sweep/store/journal.ts";
import { delay, exists, LINUX } from "../../faults/_sweep.ts";
import { until } from "../../_until.ts";
import { trainedRecord } from "../_records.ts";
import { withProgram } from "./_program.ts";

/** Answers once it is let: the job's only task is over. */
const squeue = (folder: string) => `
  while [ ! -e ${folder}/go ]; do sleep 0.02; done
  echo '12|0|COMPLETED|sweep-a|None'
  touch ${folder}/gone`;

Deno.test({
  ...LINUX,
  name: "TaskTracker crosses off a job for good whose number it learns after its last result",
  fn: () =>
    withProgram("squeue", squeue, async (folder) => {
      using ledger = new Ledger(folder);
      using journal = new JournalWriter(`${folder}/runs`);
      const record = trainedRecord("1"), { configuration } = record;
      const tracker = new TaskTracker([{ run: "1", configuration, dataset: "" }], {
        ...{ engine: "graph", backend: "tensorflow", tasks: 1, threads: 1, retries: 0 },
        ...{ size: { genes: 10, trainRows: 10 }, folder, journal, done: [], saveModels: false },
      }, ledger);
      // sbatch gave no answer, so that the job is known by its name alone.
      const submission = {
        tag: "a",
        name: "sweep-a",
        tasks: 1,
        job: null,
        released: new Set<number>(),
      };
      ledger.write({ type: "submitting", tag: "a", name: "sweep-a", tasks: 1 });
      tracker.add(submission, [[...tracker.open.values()]]);
      tracker.poll(); // asks squeue
      journal.append(record);
      tracker.poll();
      assert.deepEqual([tracker.removeEnded(), tracker.open.size, tracker.size], [[], 0, 0]);
      Deno.writeTextFileSync(`${folder}/go`, "");
      await until(() => exists(`${folder}/gone`));
      await delay(0.3); // the answer is taken in
      tracker.poll(); // throws what that threw
      assert.deepEqual([...readSubmissions(folder)], []);
    }),
});

Deno.test("readSubmissions() takes a job that was crossed off before its number was known for one that was", async () => {
  const folder = await Deno.makeTempDir();
  try {
    using ledger = new Ledger(folder);
    for (const tag of ["a", "b"]) {
      ledger.write({ type: "submitting", tag, name: `sweep-${tag}`, tasks: 2 });
    }
    ledger.write({ type: "released", tag: "a", task: null });
    ledger.write({ type: "submitted", tag: "a", job: "12" });
    assert.deepEqual([...readSubmissions(folder).keys()], ["b"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
