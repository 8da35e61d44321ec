/** What a terminal obeys, what ends a line, and what turns the direction of reading: controls of Unicode's bidirectional algorithm. */
const HIDDEN = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Text as it may be shown to people, whatever it is from: on one line, and what would move the cursor, colour a terminal,
 * or show other words than there are is written as an escape, such as `\x1b` or `\u202e`.
 *
 * @example
 * ```ts
 * import { visibleText } from "./visible_text.ts";
 * if (visibleText("lung\u001b[2J\n") !== "lung\\x1b[2J\\n") throw new Error("obeyed by a terminal");
 * ```
 */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return SHORT[character] ??
      (code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`);
  });
}
