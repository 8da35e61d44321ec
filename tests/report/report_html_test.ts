import { strict as assert } from "node:assert";
import { analysisTables } from "../../lib/report/analysis_tables.ts";
import { openFolder } from "../../lib/report/open_folder.ts";
import { repeatCommand } from "../../lib/report/repeat_command.ts";
import { reportFigures } from "../../lib/report/report_figures.ts";
import { reportHtml } from "../../lib/report/report_html.ts";
import { makeFolder } from "./_folder.ts";

const HOSTILE = "</script><script>alert(1)</script>\u2028\"'<!--";
const folder = makeFolder({
  dataName: HOSTILE,
  names: { sample: HOSTILE, cancerType: HOSTILE },
  change: (rows) =>
    rows.map((row) => ({ ...row, error: HOSTILE, model: `${row.model}${HOSTILE}` })),
});
const input = openFolder(folder), tables = analysisTables(input);
const html = reportHtml({ input, tables, figures: reportFigures(input, tables) });
Deno.removeSync(folder, { recursive: true });

Deno.test("reportHtml() has its own scripts and no other, whatever the data are called", () => {
  assert.equal(html.match(/<script/g)!.length, 4);
  assert.equal(html.match(/<\/script/g)!.length, 4);
  assert.ok(!html.includes("<script>alert"));
  assert.ok(html.includes("&lt;/script&gt;&lt;script&gt;alert(1)"));
});

Deno.test("reportHtml() names no address it would load", () => {
  assert.ok(!/(src|href)="(https?:)?\/\//.test(html));
  assert.match(html, /Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/);
  assert.ok(!html.includes("unsafe-eval"));
});

Deno.test("reportHtml() embeds every run with the command that repeats it", () => {
  const json = html.match(/<script type="application\/json" id="content">(.*?)<\/script>/s)![1]!;
  const { runs } = JSON.parse(json) as { runs: { run: string; command: string }[] };
  assert.equal(runs.length, 16);
  assert.ok(runs.every(({ run, command }) => command.endsWith(`--out outputs/repeat-${run}`)));
});

Deno.test("repeatCommand() quotes what a shell would take for more than a word", () => {
  const manifest = {
    ...input.manifest,
    command: "",
    data: { ...input.manifest.data, name: "it's; rm -rf x" },
  };
  const row = {
    run: "a",
    model: "vae",
    learning_rate: 0.1,
    latent_size: 2,
    optimizer: "sgd",
    seed: 0,
  };
  assert.ok(repeatCommand(row, manifest).includes(`--data 'it'\\''s; rm -rf x' `));
});

Deno.test("repeatCommand() reads the data as the sweep did, quoted words included", () => {
  const options =
    "--phenotype 'it'\\''s here.tsv' --phenotype-column cancer_type --orientation samples --scale=log2-cpm";
  const command = `deno task sweep --models vae --data my.csv ${options} --seeds 0,1`;
  const row = {
    run: "a",
    model: "vae",
    learning_rate: 1,
    latent_size: 2,
    optimizer: "sgd",
    seed: 0,
  };
  const repeated = repeatCommand(row, { ...input.manifest, command });
  assert.ok(repeated.startsWith(`deno task sweep --data my.csv ${options} --genes 20`), repeated);
  const synthetic = repeatCommand(row, {
    ...input.manifest,
    command: "deno task sweep --scale log2",
  });
  assert.match(synthetic, /^deno task sweep --data '.*' --scale log2 --genes/s);
});
