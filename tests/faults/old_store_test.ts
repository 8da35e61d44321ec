import { strict as assert } from "node:assert";
import { cpSync } from "node:fs";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { ROOT, rows, sweep, temporary, TINY } from "./_sweep.ts";

/** A folder as the first version with format 1 wrote it: one diverged run, one at its last epoch. */
function oldStore(): string {
  const folder = temporary();
  cpSync(`${ROOT}tests/fixtures/store_format_1`, folder, { recursive: true });
  return folder;
}

const GRID = [...TINY, ..."--learning-rates 100,1e-3 --fixed-epochs 3".split(" ")];

Deno.test("status and readJournals() read a store of the first version, and give it the fields it lacks", () => {
  const folder = oldStore(), { records, damaged } = readJournals(`${folder}/runs`);
  assert.deepEqual(damaged, []);
  assert.deepEqual(
    records.map(({ status, failure, attempt }) => [status, failure, attempt]),
    [["diverged", null, null], ["max_epochs", null, null]],
  );
  const { total, done, diverged, failed, left } = sweepStatus(folder);
  assert.deepEqual({ total, done, diverged, failed, left }, {
    ...{ total: 2, done: 1, diverged: 1, failed: 0, left: 0 },
  });
});

Deno.test("sweep goes on in a store of the first version: what it holds is kept, what is new is added", async () => {
  const folder = oldStore(), before = readJournals(`${folder}/runs`).records;
  const { code, out, err } = await sweep(...GRID, "--latent-sizes", "2,3", "--out", folder);
  assert.equal(code, 0, err);
  assert.match(out, /runs +4, 2 of them done before/);
  assert.equal(rows(folder).length, 4);
  const after = readJournals(`${folder}/runs`).records;
  for (const record of before) {
    assert.deepEqual(after.find(({ run }) => run === record.run), record);
  }
});
