/**
 * Draws Vega-Lite specifications as SVG and PNG without a browser, a canvas or a network.
 *
 * Text is measured and drawn with the Inter typeface that comes with the dependencies, of which an SVG carries what it uses, so
 * that a figure looks the same on a machine without any font.
 *
 * @module
 */

import process from "node:process";
import type * as Vega from "vega";
import type * as VegaLite from "vega-lite";
import type { TopLevelSpec } from "vega-lite";
import { writeWhole } from "../files.ts";
import { figurePaths } from "./figure_paths.ts";
import { fontFiles, textWidth } from "./_font.ts";
import { fontFaces } from "./font_faces.ts";
import { InputError } from "../errors.ts";
import { makeFolder } from "../files/make_folder.ts";

/** Options of {@linkcode renderPng} and {@linkcode writeFigure}. */
export interface PngOptions {
  /** Pixels per unit of the specification: 2 suits screens, 3 to 4 print. @default 2 */
  readonly scale?: number;
}

/** Vega with the part of it that its types leave out. */
type Drawer = typeof Vega & {
  readonly textMetrics: {
    width(item: { fontSize?: number; fontWeight?: string | number }, text: unknown): number;
  };
};

/** Vega as it is published for pages: a copy of its own, so that others in this process measure text as before. */
async function importVega(): Promise<Drawer> {
  const { default: vega } = await import("vega/build/vega.min.js") as unknown as {
    default: Drawer;
  };
  vega.textMetrics.width = (item, text) =>
    text === null || text === undefined
      ? 0
      : textWidth(String(text), item.fontSize ?? 11, item.fontWeight);
  return vega;
}

/** Imports without Node's warning: Vega-Lite comes with a loader, never used here, that imports a deprecated module. */
async function quietly<Module>(load: () => Promise<Module>): Promise<Module> {
  const before = process.noDeprecation;
  process.noDeprecation = true;
  try {
    const module = await load();
    await new Promise((resolve) => setTimeout(resolve)); // Node says so in a turn of its own
    return module;
  } finally {
    process.noDeprecation = before;
  }
}

let vega: Promise<Drawer> | undefined, vegaLite: Promise<typeof VegaLite> | undefined;

/** What draws, from the first drawing on. */
const loadVega = () => vega ??= importVega();
const loadVegaLite = () => vegaLite ??= quietly(() => import("vega-lite"));

/** Refuses every address: a figure that needs a network or a file is not one that can be kept. */
const refuse = (uri: string) =>
  Promise.reject(new Error(`a figure's data are inline, not at ${uri}`));
const LOADER: Vega.Loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

/**
 * Compiles a specification for a page that draws it by itself, with Vega.
 *
 * @param spec A Vega-Lite 5 specification.
 * @returns A Vega 5 specification.
 *
 * @example
 * ```ts
 * import { compileFigure } from "./render.ts";
 * const { marks } = await compileFigure({ data: { values: [{}] }, mark: "point" });
 * if (marks!.length !== 1) throw new Error("one mark");
 * ```
 */
export async function compileFigure(spec: TopLevelSpec): Promise<Vega.Spec> {
  const { compile } = await loadVegaLite();
  return compile(structuredClone(spec)).spec;
}

/**
 * Draws a specification as SVG.
 *
 * @param spec A Vega-Lite 5 specification with inline data.
 * @returns The text of a stand-alone SVG file, with the part of its typeface that it uses.
 * @throws {Error} If Vega-Lite or Vega complains about the specification, or it refers to a file or address.
 *
 * @example
 * ```ts
 * import { renderSvg } from "./render.ts";
 * const svg = await renderSvg({
 *   data: { values: [{ epoch: 1 }, { epoch: 2 }] },
 *   mark: "point",
 *   encoding: { x: { field: "epoch", type: "quantitative" } },
 * });
 * if (!svg.startsWith("<svg")) throw new Error(svg);
 * ```
 */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  return await withFont(await drawSvg(spec));
}

/** The same with the typeface in it. */
async function withFont(svg: string): Promise<string> {
  const text = [...svg.matchAll(/>([^<]+)</g)].map(([, own]) => own).join("");
  const bold = [...svg.matchAll(/<text[^>]* font-weight="([^"]*)"/g)].map(([, weight]) =>
    weight === "bold" ? 700 : Number(weight)
  );
  const weights = [400, 600, 700].filter((weight) => weight === 400 || bold.includes(weight));
  const style = `<style>${await fontFaces(text, weights)}</style>`;
  return svg.replace(/<svg[^>]*>/, (start) => start + style);
}

/** As the machine's fonts would show it. */
async function drawSvg(spec: TopLevelSpec): Promise<string> {
  const [vega, { compile }] = await Promise.all([loadVega(), loadVegaLite()]);
  // Kept, not printed: a figure with a complaint may be a figure with a mark missing.
  const problems: string[] = [];
  const logger = vega.logger(vega.Warn, undefined, (_method, _level, said) => {
    problems.push(
      [...said].map((part) => part instanceof Error ? part.message : String(part)).join(" "),
    );
  });
  // Vega marks the rows it draws: it gets a copy of them.
  const { spec: compiled } = compile(structuredClone(spec), { logger });
  const view = new vega.View(vega.parse(compiled), { renderer: "none", loader: LOADER, logger });
  try {
    const svg = await view.toSVG();
    if (problems.length > 0) throw new Error(`Cannot draw the figure: ${problems.join("; ")}`);
    return svg;
  } finally {
    view.finalize();
  }
}

/**
 * Draws a specification as PNG on a white ground.
 *
 * @param spec A Vega-Lite 5 specification with inline data.
 * @returns The bytes of a PNG file.
 * @throws {RangeError} If the scale is not above 0 and at most 10.
 * @throws {Error} As {@linkcode renderSvg} does.
 *
 * @example
 * ```ts
 * import { renderPng } from "./render.ts";
 * const png = await renderPng({ data: { values: [{}] }, mark: "point" }, { scale: 1 });
 * if (String.fromCharCode(...png.slice(1, 4)) !== "PNG") throw new Error("not a PNG");
 * ```
 */
export async function renderPng(spec: TopLevelSpec, options: PngOptions = {}): Promise<Uint8Array> {
  return rasterize(await drawSvg(spec), options.scale);
}

/** On a thread of its own, so that the next figure can be laid out meanwhile. */
async function rasterize(svg: string, scale = 2): Promise<Uint8Array> {
  if (!(scale > 0 && scale <= 10)) {
    throw new RangeError(`Cannot draw at scale ${scale}: it must be above 0 and at most 10`);
  }
  const { renderAsync } = await import("@resvg/resvg-js");
  const font = { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: "Inter" };
  const image = await renderAsync(svg, {
    font: { ...font, sansSerifFamily: "Inter", serifFamily: "Inter", monospaceFamily: "Inter" },
    fitTo: { mode: "zoom", value: scale },
    background: "white",
  });
  return new Uint8Array(image.asPng());
}

/**
 * Writes a figure as `name.svg`, `name.png` and `name.vl.json`, each file whole or not at all.
 *
 * @param spec A Vega-Lite 5 specification with inline data.
 * @param folder Where to; made if it is missing.
 * @param name The files' name without its ending.
 * @returns The paths of the three files.
 * @throws {InputError} If the name holds anything but letters, digits, `-`, `_` and inner dots.
 * @throws {StorageError} If there is no room or no access; nothing else of the figure is written then.
 * @throws {Error} If the figure cannot be drawn.
 *
 * @example
 * ```ts
 * import { writeFigure } from "./render.ts";
 * const folder = await Deno.makeTempDir();
 * const spec = { data: { values: [{}] }, mark: "point" } as const;
 * const { svg } = await writeFigure(spec, folder, "point");
 * if (!(await Deno.readTextFile(svg)).startsWith("<svg")) throw new Error(svg);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function writeFigure(
  spec: TopLevelSpec,
  folder: string,
  name: string,
  options: PngOptions = {},
): Promise<{ svg: string; png: string; specification: string }> {
  if (!/^\w([\w.-]*\w)?$/.test(name)) {
    throw new InputError(
      `Cannot name a figure ${JSON.stringify(name)}: use letters, digits, - and _`,
    );
  }
  const paths = figurePaths(`${folder}/${name}`);
  const svg = await drawSvg(spec), png = await rasterize(svg, options.scale);
  makeFolder(folder);
  writeWhole(paths.svg, await withFont(svg) + "\n");
  writeWhole(paths.png, png);
  writeWhole(paths.specification, JSON.stringify(spec, null, 2) + "\n");
  return paths;
}
