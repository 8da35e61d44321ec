import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { JournalWriter } from "../../../lib/sweep/store/journal.ts";
import { readOutcomes } from "../../../lib/sweep/store/outcomes.ts";
import { type Execution, toRecord } from "../../../lib/sweep/store/record.ts";
import { writeTable } from "../../../lib/sweep/store/write_table.ts";
import { temporaryFolder } from "../../_temporary.ts";

Deno.test("readOutcomes() has a run as running for as long as the process that began it lives", () => {
  const folder = temporaryFolder(), journal = new JournalWriter(folder);
  journal.begin("a");
  assert.deepEqual(readOutcomes(folder).running, ["a"]);
  journal[Symbol.dispose]();
  assert.deepEqual(readOutcomes(folder).running, []);
});

Deno.test("toRecord() says which part of the loss diverged, and has no error on test samples then", () => {
  const without = { trained: null, train: null, validation: null, test: null, testR2: null };
  const result = {
    ...{ ...without, status: "diverged", epochs: 1, bestEpoch: null, testMse: null } as const,
    ...{ validationMse: null, testLogLikelihood: null },
    ...{ history: [], steps: 3, seconds: 1, stepsPerSecond: 3 },
    divergence: { epoch: 1, step: 3, part: "kl" },
  } as const;
  const record = toRecord({} as Execution, result);
  assert.deepEqual([record.divergedPart, record.testMse], ["kl", null]);
});

Deno.test("writeTable() writes CSV and Parquet of the same rows", () => {
  const paths = writeTable(`${temporaryFolder()}/numbers`, pl.DataFrame({ number: [1] }));
  assert.deepEqual(paths.map((path) => path.slice(path.lastIndexOf("."))), [".csv", ".parquet"]);
  assert.equal(pl.readCSV(paths[0]!).height, 1);
  assert.equal(pl.readParquet(paths[1]!).height, 1);
});
