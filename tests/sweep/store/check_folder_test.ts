import { strict as assert } from "node:assert";
import { InputError } from "../../../lib/errors.ts";
import { JournalWriter } from "../../../lib/sweep/store/journal.ts";
import { writeResults } from "../../../lib/sweep/store/results.ts";
import { planSweep, type SweepOptions } from "../../../lib/sweep/sweep.ts";
import { trainedRecord } from "../_records.ts";
import { temporaryFolder } from "../../_temporary.ts";

const SMALL: SweepOptions = {
  data: "synthetic-120x60",
  axes: { models: ["vae"], latentSizes: [2], learningRates: [0.1], optimizers: ["adam"] },
};

const plan = (options: SweepOptions) => planSweep({ ...SMALL, ...options });

Deno.test("planSweep() refuses a folder that has results without their journals, and leaves them", async () => {
  const out = temporaryFolder(), record = trainedRecord("a");
  await writeResults(out, [record]);
  const before = Deno.readFileSync(`${out}/results.parquet`);
  await assert.rejects(plan({ out }), (error: Error) => {
    assert.ok(error instanceof InputError);
    assert.match(error.message, /results\.parquet has 1 runs without their journals .*--out$/);
    return true;
  });
  assert.deepEqual(Deno.readFileSync(`${out}/results.parquet`), before);
  {
    using journal = new JournalWriter(`${out}/runs`);
    journal.append(record);
  }
  assert.equal((await plan({ out })).pending.length, 1);
});

Deno.test("planSweep() refuses what cannot be a folder with one line", async () => {
  const file = Deno.makeTempFileSync();
  for (const out of [file, `${file}/below`, `${temporaryFolder()}/${"x".repeat(300)}`, " "]) {
    await assert.rejects(plan({ out }), (error: Error) => {
      assert.ok(error instanceof InputError, String(error.stack));
      assert.match(error.message, /^--out: got /);
      return true;
    });
  }
});

Deno.test("planSweep() refuses the folder that holds result folders", async () => {
  for (const out of ["outputs", "./outputs/"]) {
    await assert.rejects(plan({ out }), /--out: got ".*", which holds result folders; choose one/);
  }
});

Deno.test("planSweep() looks at the folder before it prepares any data", async () => {
  await assert.rejects(plan({ out: " ", data: "no/such/file.tsv" }), /^InputError: --out: got /);
});

Deno.test("planSweep() takes a folder among the journals for none of them", async () => {
  const out = temporaryFolder();
  Deno.mkdirSync(`${out}/runs/old.jsonl`, { recursive: true });
  assert.equal((await plan({ out })).pending.length, 1);
});

Deno.test("a damaged table is named, with what to do", async () => {
  const out = temporaryFolder();
  Deno.writeTextFileSync(`${out}/results.parquet`, "PAR1 but no more");
  await assert.rejects(
    plan({ out }),
    /Cannot read .*results\.parquet: it is damaged \(.*\); where its folder has runs\/.*; else copy it again$/,
  );
});

Deno.test("planSweep() refuses a sweep.json that does not describe a sweep", async () => {
  const out = temporaryFolder();
  Deno.writeTextFileSync(`${out}/sweep.json`, "{}");
  await assert.rejects(plan({ out }), /Cannot read .*sweep\.json: it does not describe a sweep/);
});

Deno.test("planSweep() takes names that every object has for no model and no option", async () => {
  await assert.rejects(
    plan({ axes: { ...SMALL.axes, models: ["constructor"] } }),
    /--models: got "constructor", takes vae/,
  );
  await assert.rejects(
    plan({ axes: { ...SMALL.axes, further: { toString: [1] } } }),
    /--axis to-string: (none of the models|there is no such option)/,
  );
});
