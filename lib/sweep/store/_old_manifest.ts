import { camelCase, DATA_OPTIONS, type Said } from "../../options/mod.ts";

/** Words of a POSIX shell's command line, whatever is quoted in them. */
const WORD = /(?:'[^']*'|\\.|[^\s'\\])+/g;

/**
 * How data were read, from the command that manifests of earlier versions have instead. It does not have the options
 * of a configuration file.
 */
export function readingOf(command: string | undefined): Said<typeof DATA_OPTIONS> {
  const words = (command ?? "").match(WORD) ?? [], said: Record<string, string | number> = {};
  words.forEach((word, i) => {
    const [, flag, joined] = /^--([a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const name = camelCase(flag ?? "");
    if (!Object.hasOwn(DATA_OPTIONS, name)) return;
    const value = unquoted(joined ?? words[i + 1] ?? "");
    said[name] = name === "genes" ? Number(value) : value;
  });
  return said;
}

function unquoted(word: string): string {
  return word.replace(/'([^']*)'|\\(.)/gs, (_, quoted, escaped) => quoted ?? escaped);
}
