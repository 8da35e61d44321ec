/**
 * One word of a POSIX shell's command line, quoted where it has to be.
 *
 * @example
 * ```ts
 * import { shellWord } from "./shell_word.ts";
 * const words = ["data/my.tsv", "two words", "it's", ""].map(shellWord).join(" ");
 * if (words !== `data/my.tsv 'two words' 'it'\\''s' ''`) throw new Error(words);
 * ```
 */
export function shellWord(value: unknown): string {
  const text = String(value);
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
