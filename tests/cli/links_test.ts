import { strict as assert } from "node:assert";
import { runTask } from "../_task.ts";
import { temporaryFolder } from "../_temporary.ts";

const UNIX = { ignore: Deno.build.os === "windows" };

/** A result folder as somebody may hand it on, and a folder of the user's. */
function handedOn(): { results: string; mine: string } {
  const folder = Deno.realPathSync(temporaryFolder());
  const results = `${folder}/results`, mine = `${folder}/mine`;
  for (const path of [results, `${results}/runs`, mine]) Deno.mkdirSync(path);
  Deno.copyFileSync("outputs/reference/sweep.json", `${results}/sweep.json`);
  Deno.writeTextFileSync(`${mine}/page.html`, "precious");
  return { results, mine };
}

/** All files of a folder and below, with their content. */
function contents(folder: string): [path: string, content: string][] {
  return [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)
    .flatMap(({ name, isDirectory }) => {
      const path = `${folder}/${name}`;
      return isDirectory
        ? contents(path)
        : [[path, Deno.readTextFileSync(path)] as [string, string]];
    });
}

const SWEEP = "--data synthetic-120x60 --models vae --optimizers sgd --fixed-epochs 1".split(" ");

/** What of a result folder may be a link, by the commands that would write through it. */
const PARTS = [
  ["report", "figures", "mine"],
  ["report", "report.html.part", "mine/page.html"],
  ["sweep", "sweep.lock", "mine/page.html"],
  ["sweep", "runs/a.jsonl", "mine/none"],
] as const;

for (const [task, part, to] of PARTS) {
  Deno.test(
    `${task} refuses a folder whose ${part} is a link, and writes nothing`,
    UNIX,
    async () => {
      const { results, mine } = handedOn(), target = `${mine.slice(0, -"mine".length)}${to}`;
      Deno.symlinkSync(target, `${results}/${part}`);
      const before = contents(mine), held = [...Deno.readDirSync(results)];
      const args = task === "report" ? [results] : [...SWEEP, "--out", results];
      const { code, err } = await runTask(task, ...args);
      const [last] = err.trim().split("\n").slice(-1);
      assert.equal(code, 2, err);
      assert.equal(
        last,
        `Cannot ${
          task === "report" ? "report on" : "run a sweep in"
        } ${results}: ${results}/${part} is a link to ` +
          `${target}; remove it, or put a copy of that in its place`,
      );
      assert.deepEqual(contents(mine), before);
      assert.deepEqual([...Deno.readDirSync(results)], held);
    },
  );
}
