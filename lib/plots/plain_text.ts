/**
 * Text on one line: what breaks lines or is no character at all becomes a space. Figures write names into expressions, whose
 * grammar knows no line separator within a name.
 *
 * @example
 * ```ts
 * import { plainText } from "./plain_text.ts";
 * if (plainText("a\u2028b\u2029c\nd") !== "a b c d") throw new Error("more than one line");
 * ```
 */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, " ");
}
