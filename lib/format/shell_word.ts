import { visibleText } from "./visible_text.ts";

/**
 * One word of a shell's command line, quoted where it has to be. What a terminal would obey is written as an escape, as it is
 * where people copy the command from: between `$'` and `'`, which bash, zsh, ksh, BusyBox and POSIX of 2024 know.
 */
export function shellWord(value: unknown): string {
  const text = String(value);
  if (visibleText(text) !== text) return `$'${Array.from(text, escaped).join("")}'`;
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function escaped(character: string): string {
  if (character === "\\" || character === "'") return `\\${character}`;
  const shown = visibleText(character);
  if (shown === character || shown.length === 2) return shown; // such as \n
  // Bytes mean the same in every locale.
  return Array.from(
    new TextEncoder().encode(character),
    (byte) => `\\x${byte.toString(16).padStart(2, "0")}`,
  ).join("");
}
