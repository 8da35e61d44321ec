import { strict as assert } from "node:assert";
import { type Ended, runTask } from "../_task.ts";
import { inFolder } from "../data/_files.ts";

/** What a terminal obeys (but line breaks, which end what is printed) and what turns the direction of reading. */
const OBEYED = /(?!\n)[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** Clears the screen, colours, turns what follows, and by one character of C1 what ESC [ does. */
const HOSTILE = "\u001b[2J\u001b[31m\u202etxt\u009b2J";

function requireVisible({ out, err }: Ended): void {
  for (const text of [out, err]) assert.doesNotMatch(text, OBEYED, JSON.stringify(text));
}

Deno.test("the commands print what a file holds and is called, and a terminal obeys none of it", async () => {
  await inFolder(async (folder) => {
    const samples = Array.from({ length: 40 }, (_, at) => `S${at}`);
    const row = (gene: number) => samples.map((_, at) => `${(gene * 7 + at * 3) % 11}`).join("\t");
    const genes = Array.from({ length: 30 }, (_, gene) => `\u202eTP${gene}\t${row(gene)}\n`);
    const matrix = `${folder}/a\u001b[31m\u202e\n.tsv`, table = `${folder}/b\u009b2J.tsv`;
    await Deno.writeTextFile(matrix, `gene\t${samples.join("\t")}\n${genes.join("")}`);
    const types = samples.map((id, at) =>
      `${id}\t${at % 2 ? "lung\u202e\u2066" : "skin\u009b2J"}\n`
    );
    await Deno.writeTextFile(table, `sample\tcancer_type\u202e\n${types.join("")}`);
    const phenotype = ["--phenotype", table, "--phenotype-column", "cancer_type\u202e"];
    const inspected = await runTask("data", "inspect", matrix, ...phenotype);
    requireVisible(inspected);
    assert.equal(inspected.code, 0, inspected.err);
    assert.ok(inspected.out.includes(String.raw`lung\u202e\u2066 20`), inspected.out);
    assert.ok(inspected.out.includes(String.raw`a\x1b[31m\u202e\n.tsv`), inspected.out);
    const planned = await runTask(
      "sweep",
      "--data",
      matrix,
      ...phenotype,
      "--dry-run",
      "--batch-size",
      "8",
    );
    requireVisible(planned);
    assert.equal(planned.code, 0, planned.err);
  });
});

Deno.test("the commands' mistakes are one line each, whatever is in it", async () => {
  await inFolder(async (folder) => {
    const config = `${folder}/${HOSTILE}.json`;
    await Deno.writeTextFile(config, JSON.stringify({ [`x${HOSTILE}\n`]: 1 }));
    const model = `${folder}/${HOSTILE}.ts`;
    await Deno.writeTextFile(model, `throw new Error("no${HOSTILE}");`);
    for (
      const [task, ...args] of [
        ["sweep", "--config", config],
        ["sweep", "--model", model],
        ["sweep", "--data", `${folder}/${HOSTILE}\nnone`],
        ["sweep", `--x${HOSTILE}`],
        ["data", HOSTILE],
        ["status", `${folder}/${HOSTILE}`],
        ["report", `${folder}/${HOSTILE}`],
      ] as const
    ) {
      const ended = await runTask(task, ...args);
      requireVisible(ended);
      assert.deepEqual([ended.code, ended.err.trim().split("\n").length], [2, 1], ended.err);
    }
  });
});
