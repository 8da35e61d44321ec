/** Characters of a file's text that a message shows. */
const LONGEST = 160;

/** A text of a file for a message of one line. */
export function printable(text: string): string {
  return JSON.stringify(text).slice(1, -1).slice(0, LONGEST);
}
