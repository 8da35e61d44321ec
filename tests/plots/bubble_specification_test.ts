import assert from "node:assert/strict";
import * as vega from "vega";
import type { TopLevelSpec } from "vega-lite";
import { compile } from "vega-lite-5.6.1";
import { bubblePlot } from "../../lib/plots/bubble.ts";
import { renderSvg } from "../../lib/plots/render.ts";
import { type FakeRow, fakeRows } from "./_fake_rows.ts";
import { SMALL, symbols, valuesOf } from "./_specification.ts";

const SNAPSHOT = new URL("../fixtures/bubble.vl.json", import.meta.url);

/** Grids whose figures differ in their layout. */
const GRIDS: Record<string, TopLevelSpec> = {
  poster: bubblePlot(fakeRows()),
  transposed: bubblePlot(fakeRows(), { columns: "optimizer" }),
  seeds: bubblePlot(fakeRows({ seeds: [0, 1, 2] })),
  "one panel": bubblePlot(fakeRows({ models: ["vae"], optimizers: ["adam"] })),
  "one learning rate": bubblePlot(fakeRows({ models: ["vae", "iwae"], learningRates: [1e-3] })),
  "one diverged run": bubblePlot(
    fakeRows({ models: ["vae"], optimizers: ["sgd"], learningRates: [0.1], latentSizes: [5] }),
  ),
  "further axes": bubblePlot(
    [0.5, 2].flatMap((kl_weight) =>
      fakeRows(SMALL).map((row) => ({ ...row, run: `${row.run}-${kl_weight}`, kl_weight }))
    ),
    { axes: ["kl_weight"] },
  ),
  incomplete: bubblePlot(fakeRows().slice(0, 200), { color: "test_reconstruction" }),
};

/** Numbers to 3 significant digits, so that the last bit of a logarithm decides nothing. */
function rounded(spec: unknown): unknown {
  const short = (value: number) => Number(value.toPrecision(3));
  const round = (_: string, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value)
      ? short(value)
      : typeof value === "string"
      ? value.replace(/\d+\.\d{4,}/g, (digits) => String(short(Number(digits))))
      : value;
  return JSON.parse(JSON.stringify(spec, round));
}

Deno.test("bubblePlot() compiles without a warning with the Vega-Lite of JupyterLab, to the same marks", async () => {
  for (const [name, spec] of Object.entries(GRIDS)) {
    const warnings: unknown[] = [];
    const keep = (...message: unknown[]) => (warnings.push(message), logger);
    const logger = {
      level: () => logger,
      error: keep,
      warn: keep,
      info: () => logger,
      debug: () => logger,
    };
    const copy = structuredClone(spec) as Parameters<typeof compile>[0];
    const { spec: compiled } = compile(copy, { logger: logger as unknown as vega.LoggerInterface });
    const view = new vega.View(vega.parse(compiled as vega.Spec), { renderer: "none" });
    const old = symbols(await view.toSVG()).length, now = symbols(await renderSvg(spec)).length;
    assert.deepEqual(warnings, [], name);
    assert.equal(old, now, name);
    assert.ok(now > 0, name);
  }
});

Deno.test("bubblePlot() names the schema notebooks know and holds its data inline", () => {
  for (const spec of Object.values(GRIDS)) {
    assert.equal(spec.$schema, "https://vega.github.io/schema/vega-lite/v5.json");
    assert.ok(!JSON.stringify(spec).includes('"url"'));
  }
});

Deno.test("bubblePlot() keeps hostile names as text", async () => {
  const names = ['<script>alert("x")</script>', `a' & "b" ]]> \\`, "__proto__", "{{x}} ' + 1 + '"];
  // A long name stands on several lines.
  const elements = (svg: string) =>
    (svg.match(/<[a-zA-Z!?][\w:-]*/g) ?? []).filter((own) => own !== "<tspan").sort();
  const harmless = { ...SMALL, models: names.map((_, i) => `m${i}`), optimizers: ["o1", "o2"] };
  const hostile = { ...SMALL, models: names, optimizers: [names[0]!, names[1]!] };
  const rename = (rows: FakeRow[]) =>
    // the same outcomes under other names
    fakeRows(harmless).map((row, i) => ({
      ...row,
      model: rows[i]!.model,
      optimizer: rows[i]!.optimizer,
    }));
  const plain = await renderSvg(bubblePlot(fakeRows(harmless)));
  const svg = await renderSvg(bubblePlot(rename(fakeRows(hostile))));
  assert.deepEqual(elements(svg), elements(plain));
  assert.match(svg, /&lt;script/);
  assert.ok(!svg.includes("<script"));
  assert.equal(symbols(svg).length, symbols(plain).length);
});

Deno.test("bubblePlot() keeps two names apart that have one label", () => {
  const models = new Set(
    valuesOf(bubblePlot(fakeRows({ ...SMALL, models: ["vae", "VAE"] }))).map((v) => v.model),
  );
  assert.deepEqual(models, new Set(["vae", "VAE"]));
});

Deno.test("bubblePlot() equals the kept specification", async () => {
  const spec = rounded(bubblePlot(fakeRows(SMALL)));
  if (Deno.env.get("UPDATE_SNAPSHOTS") === "1") {
    await Deno.writeTextFile(SNAPSHOT, JSON.stringify(spec, null, 1) + "\n");
  }
  assert.deepEqual(spec, JSON.parse(await Deno.readTextFile(SNAPSHOT)));
});
