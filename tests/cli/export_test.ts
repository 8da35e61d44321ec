import { strict as assert } from "node:assert";
import { runTask, runTaskFrom } from "../_task.ts";
import { makeFolder } from "../export/_folder.ts";

/** A folder of 11 of 12 runs, removed in the end. */
async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = Deno.realPathSync(makeFolder());
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("export writes into the result folder with its task's permissions, and counts what is missing", () =>
  withFolder(async (folder) => {
    const { code, out, err } = await runTask("export", folder, "--format", "optuna");
    assert.equal(code, 0, err);
    assert.equal(
      out,
      `11 runs as optuna in ${folder}/export/optuna: journal.log, croissant.json\n` +
        "1 run of the sweep is not finished, and not in it\n",
    );
    assert.match(err, /permission to write in this folder is added/);
    assert.equal(Deno.statSync(`${folder}/export/optuna/journal.log`).isFile, true);
  }));

Deno.test("export --out counts from where the command is given", () =>
  withFolder(async (folder) => {
    const args = [".", "--format", "deepcave", "--out", "for others"];
    const { code, out, err } = await runTaskFrom(folder, "export", ...args);
    assert.equal(code, 0, err);
    assert.match(
      out,
      /^11 runs as deepcave in for others: configspace\.csv, trials\.csv, croissant\.json\n/,
    );
    assert.equal(Deno.statSync(`${folder}/for others/trials.csv`).isFile, true);
  }));

Deno.test("export says in a line what it cannot do", () =>
  withFolder(async (folder) => {
    const said = async (...args: string[]) => {
      const { code, err } = await runTask("export", ...args);
      assert.equal(code, 2, err);
      return err.trim().split("\n").at(-1);
    };
    assert.equal(
      await said(folder, "--format", "smac"),
      "error: option '--format <syne-tune|deepcave|optuna|croissant>' argument 'smac' is invalid. Allowed choices are syne-tune, deepcave, optuna, croissant.",
    );
    assert.equal(
      await said(folder),
      "--format: it is missing; give one of syne-tune, deepcave, optuna, croissant (docs/export.md)",
    );
    assert.match(
      (await said(`${folder}/runs`, "--format", "optuna"))!,
      /^Cannot export .*: it holds no sweep\.json; name a folder that `deno task sweep` wrote$/,
    );
    for (const link of [`${folder}/export`, `${folder}/export/optuna`]) {
      Deno.symlinkSync("/etc", link);
      assert.equal(
        await said(folder, "--format", "optuna"),
        `Cannot export ${folder}: ${link} is a link to /etc; remove it, or put a copy of that in its place`,
      );
      Deno.removeSync(link);
      Deno.mkdirSync(link);
    }
  }));
