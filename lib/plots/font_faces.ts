import { Buffer } from "node:buffer";
import { fontFiles } from "./_font.ts";

/** The weights of Inter's files, in their order. */
const WEIGHTS = [400, 600, 700] as const;

/** What almost every text is made of: printable ASCII, and what figures and tables use besides. */
const COMMON = [
  ...Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i)),
  ..."–—‘’“”…−×·±²≤≥≈∞βρσ✓✗⇄",
];

const known = new Map<string, Promise<string>>();

async function face(weight: number, characters: string): Promise<string> {
  const { default: subsetFont } = await import("subset-font");
  const font = Buffer.from(await Deno.readFile(fontFiles()[WEIGHTS.indexOf(weight as 400)]!));
  // Kerning and digits of one width for tables: other features would make a × of the x in "5x6".
  const options = {
    targetFormat: "woff2",
    keepFeatures: ["kern", "tnum"],
    noHinting: true,
  } as const;
  const subset = await subsetFont(font, characters, options);
  return `@font-face{font-family:Inter;font-weight:${weight};` +
    `src:url(data:font/woff2;base64,${subset.toString("base64")}) format("woff2")}`;
}

/**
 * CSS that carries the characters of Inter that a text needs, so that it is drawn as wide as it was laid out, on any machine and
 * without a network. Inter is licensed under the SIL Open Font License 1.1; the rules name it.
 *
 * @param text All that is drawn, in any order.
 * @param weights Those that are used, of 400, 600 and 700.
 * @returns `@font-face` rules, about 12 kB each.
 */
export async function fontFaces(text: string, weights: readonly number[]): Promise<string> {
  // One by one: a page's text has millions of characters, and few that differ.
  const found = new Set(COMMON);
  for (const character of text) if (character >= " ") found.add(character); // line breaks are in no font
  const characters = [...found].sort().join("");
  const faces = weights.map((weight) => {
    const key = `${weight}${characters}`;
    if (!known.has(key)) known.set(key, face(weight, characters));
    return known.get(key)!;
  });
  return `/* Inter, Copyright The Inter Project Authors, SIL Open Font License 1.1 */${
    (await Promise.all(faces)).join("")
  }`;
}
