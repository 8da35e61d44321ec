/** Advance widths of the font's glyphs, so that vega lays text out with the font that it is drawn with. */

import { fileURLToPath } from "node:url";

/** The TrueType files every figure is drawn with: regular, semi-bold and bold. */
const FILES = [
  "400Regular/Inter_400Regular",
  "600SemiBold/Inter_600SemiBold",
  "700Bold/Inter_700Bold",
];

/** Paths of the font's files, by weight; they come with the dependency, not with the machine. */
export function fontFiles(): string[] {
  return FILES.map((file) =>
    fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${file}.ttf`))
  );
}

interface Widths {
  readonly unitsPerEm: number;
  readonly advance: (codePoint: number) => number;
}

const loaded: Widths[] = [];

/** Byte offset of each table of a TrueType file, by its four-letter tag. */
function tables(view: DataView): Map<string, number> {
  const offsets = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    const tag = [0, 1, 2, 3].map((j) => String.fromCharCode(view.getUint8(at + j))).join("");
    offsets.set(tag, view.getUint32(at + 8));
  }
  return offsets;
}

/** Glyph of each code point, from the first character map of format 4 (the basic plane). */
function glyphs(view: DataView, cmap: number): Map<number, number> {
  const result = new Map<number, number>();
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const map = cmap + view.getUint32(cmap + 8 + 8 * i);
    if (view.getUint16(map) !== 4) continue;
    const size = view.getUint16(map + 6); // twice the number of segments
    for (let at = map + 14; at < map + 14 + size; at += 2) {
      readSegment(view, at, size, result);
    }
    break;
  }
  return result;
}

function readSegment(view: DataView, at: number, size: number, into: Map<number, number>): void {
  const end = view.getUint16(at), start = view.getUint16(at + size + 2);
  const delta = view.getUint16(at + 2 * size + 2), rangeAt = at + 3 * size + 2;
  const range = view.getUint16(rangeAt);
  for (let code = start; code <= end && code < 0xffff; code++) {
    const glyph = range === 0 ? code : view.getUint16(rangeAt + range + 2 * (code - start));
    if (glyph !== 0) into.set(code, (glyph + delta) & 0xffff);
  }
}

function load(file: string): Widths {
  const bytes = Deno.readFileSync(file), view = new DataView(bytes.buffer, bytes.byteOffset);
  const at = tables(view), hmtx = at.get("hmtx")!;
  const count = view.getUint16(at.get("hhea")! + 34), map = glyphs(view, at.get("cmap")!);
  return {
    unitsPerEm: view.getUint16(at.get("head")! + 18),
    advance: (code) => view.getUint16(hmtx + 4 * Math.min(map.get(code) ?? 0, count - 1)),
  };
}

/** Width in pixels of a line of text; kerning is left out (below one percent). */
export function textWidth(text: string, size: number, fontWeight: string | number = 400): number {
  const bold = fontWeight === "bold" ? 700 : Number(fontWeight) || 400;
  const weight = bold >= 700 ? 2 : bold >= 600 ? 1 : 0;
  const { unitsPerEm, advance } = loaded[weight] ??= load(fontFiles()[weight]!);
  let width = 0;
  for (const character of text) width += advance(character.codePointAt(0)!);
  return width * size / unitsPerEm;
}
