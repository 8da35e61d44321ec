import { strict as assert } from "node:assert";
import { analysisTables } from "../../lib/report/analysis_tables.ts";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { reportFigures } from "../../lib/report/report_figures.ts";
import { reportHtml } from "../../lib/report/report_html.ts";
import { contentOf } from "./_content.ts";
import { makeFolder } from "./_folder.ts";

const HOSTILE = "</script><script>alert(1)</script>\u2028\"'<!--";
const folder = makeFolder({
  dataName: HOSTILE,
  names: { sample: HOSTILE, cancerType: HOSTILE },
  change: (rows) =>
    rows.map((row) => ({ ...row, error: HOSTILE, model: `${row.model}${HOSTILE}` })),
});
const input = openResultFolder(folder), tables = analysisTables(input);
const html = await reportHtml({ input, tables, figures: reportFigures(input, tables) });
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
  assert.match(html, /font-src data:; img-src data:;/);
  assert.deepEqual(
    html.match(/@font-face{font-family:Inter;font-weight:\d+/g)!.map((f) => f.slice(-3)),
    [
      "400",
      "600",
    ],
  );
  const style = html.match(/<style>(.*?)<\/style>/s)![1]!;
  assert.equal(style.match(/url\((?!data:)/g), null);
});

Deno.test("reportHtml() embeds every run with the command that repeats it", () => {
  const { runs, told } = contentOf(html);
  assert.equal(runs.run.length, 16);
  assert.ok(
    runs.run.every((run) => told[run]!.command.endsWith(`--out outputs/repeat-${run}`)),
  );
});
