import { visibleText } from "./visible_text.ts";

/**
 * One word of a POSIX shell's command line, quoted where it has to be. What a terminal would obey is written as an escape that
 * the shell's `printf` takes back, as it is shown where people copy the command from.
 */
export function shellWord(value: unknown): string {
  const text = String(value);
  // A shell takes line breaks from the end of what a command prints.
  if (visibleText(text) !== text && !text.endsWith("\n")) {
    const printed = Array.from(text, escaped).join("").replace(/^-/, "\\055"); // no option of printf
    return `"$(printf '${printed}')"`;
  }
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A character as `printf` prints it, between single quotes. */
function escaped(character: string): string {
  if (character === "'") return "'\\''";
  if (character === "%" || character === "\\") return character.repeat(2);
  const shown = visibleText(character);
  if (shown === character || shown.length === 2) return shown; // such as \n
  // Bytes mean the same in every locale.
  return Array.from(
    new TextEncoder().encode(character),
    (byte) => `\\${byte.toString(8).padStart(3, "0")}`,
  ).join("");
}
