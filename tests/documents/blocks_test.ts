import { strict as assert } from "node:assert";
import { formatSummary } from "../../lib/analysis/format_summary.ts";
import { summarize } from "../../lib/analysis/summary.ts";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { readTable } from "../../lib/sweep/store/read_table.ts";
import { inFolder } from "../data/_files.ts";
import { CONFIGURATION, ROOT, runTask } from "../_task.ts";
import { type Block, blocksOf, documentedCommands, DOCUMENTS, textOf } from "./_documents.ts";

const BLOCKS = DOCUMENTS.flatMap(blocksOf);

/** What a block is, which decides how it is held against the program; undefined for none that is known. */
function kindOf({ language, lines, document }: Block): string | undefined {
  const [first = ""] = lines;
  if (language === "ts") return "TypeScript";
  if (language === "python") {
    return "Python, run by tests/training, tests/export and tests/embedding";
  }
  if (language === "sh" || /^([A-Z_]+=\S+ )?(deno|npx) /.test(first)) return "commands";
  if (/^data +\S/.test(first)) return "what is understood of data";
  // What tests/export/tools.ts prints, which says where it differs.
  if (document === "docs/export.md" && /^Syne Tune/.test(first)) return "what tools say";
  if (/^Best configuration of each model/.test(first)) return "a summary";
  if (/^outputs\/\w+\/?/.test(first)) return "a result folder";
  // Tested by tests/architecture_test.ts, which reads its layers; the other one is a drawing.
  if (document === "CONTRIBUTING.md" && /->/.test(first)) return "layers";
  if (document === "docs/data.md" && /─/.test(first)) return "a drawing";
}

const of = (kind: string) => BLOCKS.filter((block) => kindOf(block) === kind);
const place = ({ document, line }: Block) => `${document}:${line}`;

Deno.test("every block of code in the documents is of a kind that is tried", () => {
  assert.ok(BLOCKS.length > 20, `only ${BLOCKS.length} blocks were found`);
  assert.deepEqual(BLOCKS.filter((block) => kindOf(block) === undefined).map(place), []);
});

Deno.test("every line of a shell block is a command that tests/documents/commands_test.ts knows, or the system's", async () => {
  const places = new Set(documentedCommands().flatMap(({ places }) => places));
  const unknown = of("commands").flatMap((block) =>
    block.lines.map((text, i) => ({ text, at: `${block.document}:${block.line + i}` }))
  ).filter(({ text, at }) => text.trim() !== "" && !places.has(at));
  assert.deepEqual(unknown.filter(({ text }) => !/^(chmod|mkdir) /.test(text)), []);
  for (const { text, at } of unknown) {
    const { success } = await new Deno.Command("sh", { args: ["-n", "-c", text] }).output();
    assert.ok(success, at);
  }
});

Deno.test("TypeScript in the documents has right types", async () => {
  const blocks = of("TypeScript");
  assert.ok(blocks.length >= 2);
  const paths: string[] = [];
  try {
    for (const block of blocks) {
      // In the project, so that `vae-sensitivity/…` is its own.
      const path = await Deno.makeTempFile({ dir: `${ROOT}outputs`, suffix: ".ts" });
      paths.push(path);
      await Deno.writeTextFile(path, `${block.lines.join("\n")}\nexport {};\n`);
    }
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", ...paths],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
    }).output();
    assert.ok(success, `${blocks.map(place)}\n${new TextDecoder().decode(stderr)}`);
  } finally {
    for (const path of paths) await Deno.remove(path);
  }
});

Deno.test("JSON between backquotes is JSON", () => {
  const texts = DOCUMENTS.flatMap((document) =>
    [...textOf(document).matchAll(/`(\{\s*"[^`]*\})`/g)].map(([, text]) => text!)
  );
  assert.ok(texts.length > 0);
  for (const text of texts) assert.doesNotThrow(() => JSON.parse(text), text);
});

Deno.test("the README's summary is what the program says of the sweep that comes with the project", () => {
  const [block, ...others] = of("a summary"), folder = `${ROOT}outputs/reference`;
  assert.equal(others.length, 0);
  const rows = readTable(`${folder}/results.parquet`)!.toRecords();
  const text = formatSummary(summarize(rows, { axes: openResultFolder(folder).axes }));
  const trimmed = (text: string) => text.split("\n").map((line) => line.trimEnd());
  assert.deepEqual(block!.lines.slice(0, -2).map((line) => line.trimEnd()), trimmed(text));
  assert.match(block!.lines.at(-1)!, /^\d+ of \d+ runs finished; this took \d+ min$/);
});

Deno.test("what the documents show to be understood of data has the form that the program gives it", () =>
  inFolder(async (folder) => {
    const samples = Array.from(
      { length: 12 },
      (_, i) => `TCGA-A${i % 10}-A${100 + i}-${i < 10 ? "01" : "11"}`,
    );
    const row = (name: string) => [name, ...samples.map((_, i) => i)].join("\t");
    await Deno.writeTextFile(
      `${folder}/m.tsv`,
      `${["id", ...samples].join("\t")}\n${row("A")}\n${row("B")}\n`,
    );
    const types = samples.map((sample, i) => `${sample}\ttype ${i % 2}\n`).join("");
    await Deno.writeTextFile(`${folder}/p.tsv`, `sample\t_primary_disease\n${types}`);
    const { out } = await runTask(
      "data",
      "inspect",
      `${folder}/m.tsv`,
      "--phenotype",
      `${folder}/p.tsv`,
    );
    const lines = out.split("\n").map((line) => [line.slice(0, 15).trim(), line.slice(16)] as const)
      .filter(([what]) => what !== "" && what !== "note");
    const names = lines.map(([what]) => what);
    const blocks = of("what is understood of data");
    assert.ok(blocks.length >= 2);
    for (const block of blocks) {
      assert.deepEqual(block.lines.map((line) => line.slice(0, 15).trim()), names, place(block));
    }
    const form = (text: string) => text.replace(/[\w.,]*\d[\w.,]*/g, "#");
    const [, split] = lines.find(([what]) => what === "split")!;
    for (const { lines } of blocks) assert.equal(form(lines.at(-1)!.slice(16)), form(split));
  }));

Deno.test("every option in the documents is one of its command's", async () => {
  const commands = [
    ["sweep"],
    ["data"],
    ["data", "inspect"],
    ["report"],
    ["export"],
    ["embed"],
    ["models"],
    ["status"],
    ["notebooks"],
    [
      "bench",
    ],
    ["setup"],
    ["lab"],
  ];
  const help = await Promise.all(
    commands.map(async ([name, ...args]) => (await runTask(name!, ...args, "--help")).out),
  );
  const known = new Set(help.flatMap((text) => text.match(/--[a-z][a-z-]*/g) ?? []));
  assert.ok(known.size > 60, `${known.size}`);
  // Of Deno, sbatch, Commander's own examples, the project's scripts, and one that an example adds.
  const others = new Set([
    ...["--allow-run", "--allow-scripts", "--allow-write", "--cwd", "--doc", "--install", "--yes"],
    ...[
      "--frozen",
      "--deny-import",
      "--always",
      "--gpus",
      "--gres",
      "--version",
      "--test-only",
      "--compile",
      "--figure",
      "--fix",
      "--dropout",
      "--slurm-",
    ],
  ]);
  const unknown = DOCUMENTS.flatMap((document) =>
    [...textOf(document).matchAll(/(?<![\w-])(--[a-z][a-z-]*)/g)].map(([flag]) => flag)
      .filter((flag) => !known.has(flag) && !others.has(flag) && !/^--slurm-./.test(flag))
      .map((flag) => `${document}: ${flag}`)
  );
  assert.deepEqual(unknown, []);
});

Deno.test("every task and entry that the documents name exists", () => {
  const texts = DOCUMENTS.map((document) => [document, textOf(document)] as const);
  const named = texts.flatMap(([document, text]) => [
    ...[...text.matchAll(/deno task ([a-z][a-z:]*)/g)].map(([, name]) =>
      [document, name!] as const
    ),
  ]);
  assert.deepEqual(named.filter(([, name]) => !Object.hasOwn(CONFIGURATION.tasks, name)), []);
  const entries = texts.flatMap(([document, text]) =>
    [...text.matchAll(/[`"]vae-sensitivity\/([\w-]+)[`"]/g)].map((
      [, name],
    ) => [document, `./${name}`])
  );
  assert.deepEqual(entries.filter(([, name]) => !Object.hasOwn(CONFIGURATION.exports, name!)), []);
});
