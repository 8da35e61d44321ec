import { textWidth } from "./_font.ts";

/** How wide a text may be, in pixels, and how it is written. */
interface Room {
  readonly width: number;
  /** @default 11 */
  readonly size?: number;
  /** @default 400 */
  readonly weight?: number;
}

/** Pieces that a line may end after: words, their parts joined by - or _, and characters where nothing else helps. */
function pieces(word: string, { width, size = 11, weight }: Room): string[] {
  return word.split(/(?<=[-_])/).flatMap((part) =>
    textWidth(part, size, weight) <= width ? [part] : [...part]
  );
}

/** Breaks words into lines of at most `width` pixels. */
export function toLines(words: readonly string[], room: Room): string[] {
  const { width, size = 11, weight } = room, lines: string[] = [];
  for (const word of words) {
    pieces(word, room).forEach((piece, i) => {
      const last = lines.at(-1), longer = `${last}${i === 0 ? " " : ""}${piece}`;
      const fits = last !== undefined && textWidth(longer, size, weight) <= width;
      if (fits) lines[lines.length - 1] = longer;
      else lines.push(piece);
    });
  }
  return lines;
}

/** Texts in one of Vega's expressions: a line separator would end it, and Vega-Lite replaces `datum.value` in headings'. */
const quoted = (value: unknown) =>
  JSON.stringify(value)
    .replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029").replaceAll(
      "datum.",
      "datum\\u002e",
    );

/** Labels of an axis, a legend or headings, broken where one is wider than its room; nothing where all fit. */
export function brokenLabels(
  names: readonly string[],
  room: Room,
): Readonly<Record<string, string | number>> {
  const lines = names.map((name) =>
    name.split("\n").flatMap((line) => toLines(line.split(/\s+/).filter(Boolean), room))
  );
  if (lines.every(({ length }) => length <= 1)) return {};
  return {
    labelLimit: 0,
    labelExpr: `${quoted(lines)}[indexof(${quoted(names)}, datum.value)]`,
  };
}
