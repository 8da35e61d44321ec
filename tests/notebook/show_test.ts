import assert from "node:assert/strict";
import pl from "nodejs-polars";
import type { TopLevelSpec } from "vega-lite";
import { figureBundle, figureText } from "../../lib/notebook/_figure.ts";
import { renderTable } from "../../lib/notebook/_table.ts";
import { show, type Showable } from "../../lib/notebook/show.ts";

const SPEC = {
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  title: { text: "Loss & error", subtitle: ["of one run", "on test"] },
  data: { values: [{ a: 1 }] },
  mark: "point",
} as unknown as TopLevelSpec;

/** What is printed while something runs. */
async function printed(action: () => Promise<void>): Promise<string> {
  const lines: string[] = [], log = console.log;
  console.log = (...parts: unknown[]) => void lines.push(parts.join(" "));
  try {
    await action();
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}

Deno.test("show() prints a frame as a table with its numbers of rows outside of a notebook", async () => {
  const frame = pl.DataFrame({ model: ["vae", "iwae", "x"], mse: [0.123456, null, 3] });
  const text = await printed(() => show(frame, { rows: 2, title: "Errors" }));
  const lines = text.split("\n");
  assert.equal(lines[0], "Errors");
  assert.match(lines[3]!, /^vae +0\.1235$/);
  assert.match(lines[4]!, /^iwae +null$/);
  assert.equal(lines.at(-1), "2 of 3 rows, 2 columns");
});

Deno.test("show() writes a figure outside of a notebook and says where", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const text = await printed(() => show(SPEC, { folder }));
    assert.equal(text, `Figure: Loss & error. of one run. on test (${folder}/loss_error.svg)`);
    assert.match(await Deno.readTextFile(`${folder}/loss_error.svg`), /^<svg/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("show() refuses what it cannot show, and names it", async () => {
  for (
    const [value, named] of [[7, "7"], [{ a: 1, b: 2 }, "an object with a, b"], [null, "null"]]
  ) {
    await assert.rejects(show(value as unknown as Showable), (error: Error) => {
      assert.ok(error instanceof TypeError);
      assert.match(error.message, new RegExp(`^Cannot show ${named}:`));
      return true;
    });
  }
});

Deno.test("renderTable() escapes what a file may hold, and shows null apart from NaN", () => {
  const rows = [{ name: '<b>&"', value: NaN }, { name: null, value: 1 }];
  const { html } = renderTable({ columns: ["name", "value"], rows }, { limit: 9, title: "<i>" });
  assert.ok(html.includes("&lt;b&gt;&amp;&quot;"));
  assert.ok(!html.includes("<b>"));
  assert.ok(html.includes("&lt;i&gt;"));
  assert.equal(html.match(/<i style[^>]*>NaN<\/i>/g)?.length, 1);
  assert.equal(html.match(/<i style[^>]*>null<\/i>/g)?.length, 1);
  assert.ok(html.includes("2 of 2 rows, 2 columns"));
});

Deno.test("renderTable() rounds to four digits and keeps small learning rates readable", () => {
  const { html } = renderTable({
    columns: ["v"],
    rows: [{ v: 0.123456 }, { v: 1e-5 }, { v: 5000 }],
  }, {
    limit: 9,
  });
  for (const cell of [">0.1235<", ">1e-5<", ">5000<"]) assert.ok(html.includes(cell), cell);
  assert.equal(html.match(/<tr>/g)!.length, 4);
});

Deno.test("renderTable() shows an empty table as such", () => {
  const { html, text } = renderTable({ columns: ["a"], rows: [] }, { limit: 9 });
  assert.ok(html.includes("0 of 0 rows, 1 columns"));
  assert.ok(text.includes("0 of 0 rows"));
});

Deno.test("figureBundle() holds the chart as an object of version 5, its picture and its text", async () => {
  const bundle = await figureBundle(SPEC);
  assert.deepEqual(Object.keys(bundle), [
    "application/vnd.vegalite.v5+json",
    "image/png",
    "text/plain",
  ]);
  const chart = bundle["application/vnd.vegalite.v5+json"] as { $schema: string };
  assert.equal(chart.$schema, "https://vega.github.io/schema/vega-lite/v5.json");
  const png = Uint8Array.fromBase64(bundle["image/png"] as string);
  assert.equal(String.fromCharCode(...png.slice(1, 4)), "PNG");
  assert.equal(bundle["text/plain"], "Figure: Loss & error. of one run. on test");
  assert.ok(!("image/png" in await figureBundle(SPEC, { picture: false })));
});

Deno.test("figureText() finds a title in each of its forms", () => {
  const title = (value: unknown) => figureText({ title: value } as unknown as TopLevelSpec);
  assert.equal(title("plain"), "Figure: plain");
  assert.equal(title({ text: ["two", "lines"] }), "Figure: two. lines");
  assert.equal(title(undefined), "Figure: without a title");
});
