/** Characters that examples take in a line at most; the first is always shown whole. */
const MOST = 120;

/**
 * The examples of a notice in brackets, as many different ones as go well into a line.
 *
 * @param count How many there are of what they are examples of.
 *
 * @example
 * ```ts
 * import { noticeExamples } from "./notice_examples.ts";
 * const text = noticeExamples(9, ["Chr", "Start", "Chr"]);
 * if (text !== " (Chr, Start, …)") throw new Error(text);
 * ```
 */
export function noticeExamples(count: number, examples: readonly string[]): string {
  const shown: string[] = [];
  for (const example of new Set(examples)) {
    if (shown.length > 0 && [...shown, example].join(", ").length > MOST) break;
    shown.push(example);
  }
  if (shown.length === 0) return "";
  return ` (${shown.join(", ")}${count > shown.length ? ", …" : ""})`;
}
