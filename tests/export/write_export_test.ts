import { strict as assert } from "node:assert";
import { writeExport } from "../../lib/export/write_export.ts";
import { trainedRecord } from "../sweep/_records.ts";
import { JournalWriter } from "../../lib/sweep/store/journal.ts";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { withFolder } from "./_folder.ts";

const UNIX = { ignore: Deno.build.os === "windows" };
const NAMES = ["journal.log", "croissant.json"];

Deno.test("writeExport() replaces an earlier export that is as it was written", () =>
  withFolder((input) => {
    const out = `${input.folder}/export/optuna`;
    assert.deepEqual(writeExport(input, out, { format: "optuna" }), NAMES);
    const first = Deno.readTextFileSync(`${out}/journal.log`);
    assert.deepEqual(writeExport(input, out, { format: "optuna" }), NAMES);
    assert.equal(Deno.readTextFileSync(`${out}/journal.log`), first);
    assert.deepEqual([...Deno.readDirSync(out)].map(({ name }) => name).sort(), NAMES.toSorted());
  }));

Deno.test("writeExport() refuses a journal that an optimizer went on with, a folder of somebody's, and a card that is none", () =>
  withFolder((input) => {
    const out = `${input.folder}/export`, again = "name a new folder with --out, or remove it";
    const refused = (why: string) =>
      assert.throws(() => writeExport(input, out, { format: "optuna" }), {
        name: "InputError",
        message: why,
      });
    writeExport(input, out, { format: "optuna" });
    Deno.writeTextFileSync(`${out}/journal.log`, "more\n", { append: true });
    const kept = Deno.readTextFileSync(`${out}/journal.log`);
    refused(`Cannot export to ${out}: journal.log is not as an export left it; ${again}`);
    assert.equal(Deno.readTextFileSync(`${out}/journal.log`), kept);
    Deno.writeTextFileSync(`${out}/croissant.json`, "{");
    refused(`Cannot read ${out}/croissant.json: it is not JSON; remove it`);
    for (const card of ["null", "[]", '{"distribution": [null, 1]}', '{"distribution": {}}']) {
      Deno.writeTextFileSync(`${out}/croissant.json`, card);
      refused(`Cannot export to ${out}: journal.log is not as an export left it; ${again}`);
    }
    Deno.writeTextFileSync(`${out}/thesis.txt`, "precious");
    refused(`Cannot export to ${out}: it holds something else, thesis.txt; ${again}`);
    assert.equal(Deno.readTextFileSync(`${out}/thesis.txt`), "precious");
  }));

Deno.test("writeExport() refuses to replace a card to which its owner added a license", () =>
  withFolder((input) => {
    const out = `${input.folder}/export`, card = `${out}/croissant.json`;
    writeExport(input, out, { format: "optuna" });
    const licensed = { ...JSON.parse(Deno.readTextFileSync(card)), license: "CC-BY-4.0" };
    Deno.writeTextFileSync(card, JSON.stringify(licensed));
    assert.throws(() => writeExport(input, out, { format: "optuna" }), {
      name: "InputError",
      message: /^Cannot export to .*: its croissant\.json has "license", which no export writes; /,
    });
    assert.deepEqual(JSON.parse(Deno.readTextFileSync(card)), licensed);
    assert.deepEqual([...Deno.readDirSync(out)].map(({ name }) => name).sort(), NAMES.toSorted());
  }));

Deno.test("writeExport() refuses a file as its folder, and as one above", () =>
  withFolder((input) => {
    const file = `${input.folder}/sweep.json`;
    for (const out of [file, `${file}/export`]) {
      assert.throws(() => writeExport(input, out, { format: "optuna" }), {
        name: "InputError",
        message:
          `Cannot make the folder ${out}: a file has that name, or that of a folder above it; choose another folder`,
      });
    }
  }));

Deno.test("writeExport() follows no link", UNIX, () =>
  withFolder((input) => {
    const out = `${input.folder}/export`, precious = `${input.folder}/precious`;
    Deno.writeTextFileSync(precious, "mine");
    Deno.mkdirSync(out);
    Deno.symlinkSync(precious, `${out}/journal.log`);
    assert.throws(
      () => writeExport(input, out, { format: "optuna" }),
      /journal\.log is not a file/,
    );
    assert.equal(Deno.readTextFileSync(precious), "mine");
  }));

Deno.test("writeExport() of a run without a validation error, as earlier versions have, says which and what to do", () =>
  withFolder((input) => {
    {
      using journal = new JournalWriter(`${input.folder}/runs`);
      journal.append(trainedRecord("old", { validationMse: null, failure: null, attempt: null }));
    }
    const opened = openResultFolder(input.folder), out = `${input.folder}/export`;
    for (const format of ["optuna", "syne-tune", "deepcave"] as const) {
      assert.throws(() => writeExport(opened, out, { format }), {
        name: "InputError",
        message:
          `Cannot export ${input.folder}: run old (converged) has no validation error, which runs of earlier versions ` +
          "did not record; run the sweep again, or export it with --format croissant",
      });
    }
    assert.equal(writeExport(opened, out, { format: "croissant" }).length, 3);
  }));
