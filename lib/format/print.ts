import { visibleText } from "./visible_text.ts";

/** Prints lines on standard output, each on one line whatever it holds: names and paths come from files of others. */
export function print(...lines: readonly string[]): void {
  console.log(lines.map(visibleText).join("\n"));
}

/** As {@linkcode print}, on standard error. */
export function complain(...lines: readonly string[]): void {
  console.error(lines.map(visibleText).join("\n"));
}
