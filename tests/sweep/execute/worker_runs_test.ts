import { strict as assert } from "node:assert";
import { HangLimit } from "../../../lib/sweep/execute/_hang_limit.ts";
import type { WorkerMessage } from "../../../lib/sweep/execute/protocol.ts";
import type { WorkerProcess } from "../../../lib/sweep/execute/_worker_process.ts";
import { WorkerRuns } from "../../../lib/sweep/execute/_worker_runs.ts";
import { expandGrid, POSTER_GRID } from "../../../lib/sweep/plan/grid.ts";
import { trainedRecord } from "../_records.ts";

Deno.test("WorkerRuns gives no further run to a process that ends its last one just when it is ended as a hung one", async () => {
  const killed = Promise.withResolvers<void>();
  const messages: (() => WorkerMessage | Promise<WorkerMessage>)[] = [
    () => ({ type: "epoch", run: "a", epoch: 1, loss: 1 }),
    () => killed.promise.then(() => ({ type: "done", record: trainedRecord("a") })),
  ];
  const process: Pick<WorkerProcess, "send" | "receive" | "kill"> = {
    send: () => Promise.resolve(),
    receive: async () => await messages.shift()?.(),
    kill: () => killed.resolve(),
  };
  const [configuration] = expandGrid(POSTER_GRID);
  // An epoch of such data may take no longer than what any may: half a second.
  const hangLimit = new HangLimit({ genes: 10, trainRows: 10 }, 0.5);
  const runs = new WorkerRuns(0, process as WorkerProcess, 1, { hangLimit });
  const job = { run: "a", configuration: configuration!, dataset: "" };
  await runs.begin(job);
  assert.deepEqual([runs.trusted, runs.free], [true, false]);
  assert.deepEqual(await runs.next(), [{ job }]);
  assert.deepEqual([runs.size, runs.trusted, runs.free], [0, false, false]);
});
