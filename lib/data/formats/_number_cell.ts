const NUMBER = /^ *[+-]?(\d[\d.,]*|\.\d+)(e[+-]?\d+)? *$/i;
const MISSING = /^(|na|n\/a|nan|null)$/i;

/** Whether a cell's text is meant as a number, or as a missing one: in whichever way it is written. */
export function isNumberCell(text: string): boolean {
  return NUMBER.test(text) || MISSING.test(text.trim());
}

/** Whether a cell's text is words: neither a number nor an attempt at one. */
export function isTextCell(text: string): boolean {
  return /^[^\d.+-]*\p{L}/u.test(text) && !isNumberCell(text) && !/^inf(inity)?$/i.test(text);
}
