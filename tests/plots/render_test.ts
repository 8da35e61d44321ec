import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../../lib/errors.ts";
import { renderPng, renderSvg, writeFigure } from "../../lib/plots/render.ts";
import { darkPixels, decodePng } from "./_png.ts";

const DOT = { data: { values: [{ a: 1 }] }, mark: "point" } as const;
const titled = (title: string): TopLevelSpec => ({
  ...DOT,
  title: { text: title, font: "Inter, sans-serif", fontSize: 20 },
  config: { background: "white" },
});

Deno.test("renderPng() shows text although no font of the machine is loaded", async () => {
  const shown = decodePng(await renderPng(titled("Reconstruction error")));
  const empty = decodePng(await renderPng(titled(" ")));
  assert.equal(darkPixels(empty, 40), 0);
  assert.ok(darkPixels(shown, 40) > 300, `only ${darkPixels(shown, 40)} dark pixels in the title`);
});

Deno.test("renderPng() multiplies the picture's size by the scale and refuses a scale of 0", async () => {
  const one = decodePng(await renderPng(DOT, { scale: 1 }));
  const three = decodePng(await renderPng(DOT, { scale: 3 }));
  assert.deepEqual([three.width, three.height], [3 * one.width, 3 * one.height]);
  await assert.rejects(renderPng(DOT, { scale: 0 }), RangeError);
});

Deno.test("renderSvg() measures text by the font's own widths", async () => {
  // Axis labels push the title away by their width: a longer label moves it further to the left.
  const at = async (label: string) => {
    const svg = await renderSvg({
      data: { values: [{ a: label }] },
      mark: "point",
      encoding: { y: { field: "a", type: "nominal", title: "T", axis: { labelLimit: 0 } } },
    });
    return Number(/<svg[^>]* width="(\d+)/.exec(svg)![1]);
  };
  const narrow = await at("iiiiiiiiii"), wide = await at("WWWWWWWWWW");
  assert.ok(wide > narrow + 40, `${wide} against ${narrow} pixels`);
});

Deno.test("renderSvg() carries the weights and characters of its typeface that it uses", async () => {
  const fonts = (svg: string) =>
    [...svg.matchAll(
      /@font-face{font-family:Inter;font-weight:(\d+);src:url\(data:font\/woff2;base64,([^)]+)\)/g,
    )]
      .map(([, weight, font]) => ({ weight, bytes: Uint8Array.fromBase64(font!) }));
  const plain = fonts(await renderSvg({ ...titled("R²"), config: { title: { fontWeight: 400 } } }));
  assert.deepEqual(plain.map(({ weight }) => weight), ["400"]);
  const bold = await renderSvg({ ...titled("R²"), config: { title: { fontWeight: 600 } } });
  assert.deepEqual(fonts(bold).map(({ weight }) => weight), ["400", "600"]);
  assert.equal(new TextDecoder().decode(plain[0]!.bytes.slice(0, 4)), "wOF2");
  assert.ok(plain[0]!.bytes.length < 12_000, `${plain[0]!.bytes.length} bytes`);
  assert.match(bold, /SIL Open Font License/);
  // Characters beyond the usual ones make it larger: they are in it.
  const greek = fonts(
    await renderSvg({ ...titled("Ωψφ"), config: { title: { fontWeight: 400 } } }),
  );
  assert.ok(greek[0]!.bytes.length > plain[0]!.bytes.length);
});

Deno.test("renderSvg() leaves vega as it is for others", async () => {
  const { textMetrics } = await import("vega") as unknown as { textMetrics: { width: unknown } };
  const before = textMetrics.width;
  await renderSvg(titled("One"));
  assert.equal(textMetrics.width, before);
});

Deno.test("renderSvg() says nothing, however it was imported", async () => {
  const render = new URL("../../lib/plots/render.ts", import.meta.url).href;
  const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
  const program = `const { renderSvg } = await import("${render}");
    console.log((await renderSvg({ data: { values: [{}] }, mark: "point" })).slice(0, 4));`;
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(path, program);
  const args = ["run", "-A", "--quiet", "--no-lock", "--config", config, path];
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  await Deno.remove(path);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assert.deepEqual([text(stdout), text(stderr)], ["<svg\n", ""]);
});

Deno.test("renderSvg() gives the same text for the same specification", async () => {
  assert.equal(await renderSvg(titled("Same")), await renderSvg(titled("Same")));
});

Deno.test("renderSvg() refuses data at an address or in a file, and loads nothing", async () => {
  for (const url of ["https://example.org/data.json", "/etc/hostname", "file:///etc/hostname"]) {
    await assert.rejects(renderSvg({ data: { url }, mark: "point" }), /inline/, url);
  }
});

Deno.test("renderSvg() refuses what Vega-Lite would only warn about", async () => {
  const spec: TopLevelSpec = {
    ...DOT,
    encoding: { size: { field: "a", type: "nominal" } },
  };
  await assert.rejects(renderSvg(spec), /Cannot draw the figure/);
});

Deno.test("writeFigure() writes three files, replaces them and leaves no other", async () => {
  const folder = await Deno.makeTempDir(), inner = `${folder}/fig ures`;
  try {
    await writeFigure(titled("Old"), inner, "dot");
    const paths = await writeFigure(titled("New"), inner, "dot", { scale: 1 });
    const names = [...Deno.readDirSync(inner)].map((entry) => entry.name).sort();
    assert.deepEqual(names, ["dot.png", "dot.svg", "dot.vl.json"]);
    assert.match(await Deno.readTextFile(paths.svg), />New</);
    assert.deepEqual(JSON.parse(await Deno.readTextFile(paths.specification)), titled("New"));
    assert.equal(decodePng(await Deno.readFile(paths.png)).width > 0, true);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("writeFigure() keeps the old figure when the new one cannot be drawn", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { svg } = await writeFigure(titled("Old"), folder, "dot");
    await assert.rejects(writeFigure({ data: { url: "x.json" }, mark: "point" }, folder, "dot"));
    assert.match(await Deno.readTextFile(svg), />Old</);
    assert.equal([...Deno.readDirSync(folder)].length, 3);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("writeFigure() refuses a name that would leave its folder", async () => {
  for (const name of ["../out", "a/b", "", ".hidden", "a b"]) {
    await assert.rejects(writeFigure(DOT, "/nowhere", name), InputError, name);
  }
});

Deno.test("writeFigure() names the file it cannot write", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/dot.svg`);
    await assert.rejects(writeFigure(DOT, folder, "dot"), /Cannot write .*dot\.svg/);
    assert.deepEqual([...Deno.readDirSync(folder)].map((entry) => entry.name), ["dot.svg"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
