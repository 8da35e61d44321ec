import { strict as assert } from "node:assert";
import { cpSync } from "node:fs";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { repeatCommand } from "../../lib/sweep/repeat_command.ts";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import { ROOT, rows, sweep, temporary, TINY } from "./_sweep.ts";

/** Both stores hold runs of the native library, which only it can resume. */
const ignore = (await availableBackend()).backend !== "tensorflow";
if (ignore) {
  console.error("SKIPPED: resuming a store of an earlier version needs `deno task setup`");
}

/** A folder as the first version with format 1 wrote it: one diverged run, one at its last epoch. */
function oldStore(name = "store_format_1"): string {
  const folder = temporary();
  cpSync(`${ROOT}tests/fixtures/${name}`, folder, { recursive: true });
  return folder;
}

/** Those stores are of the first built-in cohort and the first default patience. */
const GRID = TINY.map((word) => word.replace("synthetic-", "synthetic-1-")).concat(
  "--learning-rates 100,1e-3 --fixed-epochs 3 --patience 3".split(" "),
);

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

Deno.test(
  "sweep resumes a store of the first version: what it holds is kept, what is new is added",
  { ignore },
  async () => {
    const folder = oldStore(), before = readJournals(`${folder}/runs`).records;
    const { code, out, err } = await sweep(...GRID, "--latent-sizes", "2,3", "--out", folder);
    assert.equal(code, 0, err);
    assert.match(out, /runs +4, 2 of them done before/);
    assert.equal(rows(folder).length, 4);
    const after = readJournals(`${folder}/runs`).records;
    for (const record of before) {
      assert.deepEqual(after.find(({ run }) => run === record.run), record);
    }
  },
);

Deno.test(
  "sweep says which built-in cohort a store of the first version is of",
  { ignore },
  async () => {
    const { code, err } = await sweep(
      ...[...TINY, "--learning-rates", "100", "--fixed-epochs", "3", "--out", oldStore()],
    );
    assert.equal(code, 2);
    assert.match(err, /choose another folder with --out, or ask for .*: --data synthetic-1$/m);
  },
);

Deno.test(
  "a store with further axes, seeds and networks of before sweep.json held values is resumed, opened and repeated",
  { ignore },
  async () => {
    const folder = oldStore("store_format_1_axes"), before = rows(folder);
    const grid = [
      ..."--data synthetic-1-120x60 --genes 40 --models vae,iwae --learning-rates 1e-3,100 --seeds 0,1"
        .split(" "),
      ..."--latent-sizes 2 --axis kl-weight=0.5,2 --axis batch-size=16,32 --hidden-size 4".split(
        " ",
      ),
    ];
    const { code, out, err } = await sweep(
      ...[...grid, "--max-epochs", "3", "--patience", "3", "--optimizers", "adam", "--out", folder],
    );
    assert.equal(code, 0, err);
    assert.match(out, /runs +24, 24 of them done before/);
    // Whole numbers were written with a decimal point then.
    const byRun = (table: typeof before) =>
      table.map((row): typeof row => ({ ...row, batch_size: String(Number(row.batch_size)) }))
        .sort((a, b) => a.run! < b.run! ? -1 : 1);
    // Columns that came later are empty, or say what there was then.
    const unknown = { validation_mse: "", test_log_likelihood: "", threads: "" };
    const later = { ...unknown, population: "1", device: "cpu", precision: "float32" };
    assert.deepEqual(
      byRun(rows(folder)),
      byRun(before.map((row) => ({ ...row, ...later, split_seed: row.seed! }))),
    );
    const { manifest, results, axes, total } = openResultFolder(folder);
    assert.deepEqual([total, results.height], [24, 24]);
    assert.deepEqual(
      axes.filter(({ role }) => role === "further").map(({ column, models }) => [column, models]),
      [["kl_weight", ["vae"]], ["batch_size", undefined]],
    );
    const command = repeatCommand(results.toRecords()[0]!, manifest);
    assert.match(command, /^deno task sweep --data synthetic-1-120x60 --genes 40 --models iwae /);
  },
);
