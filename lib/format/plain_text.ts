/**
 * Text as figures can write it: on one line, as what breaks lines, turns their direction or is not a character at all becomes a space, since
 * expressions know no line separator within a name; and with a mark of no width behind a name that every JavaScript
 * object has, such as `constructor`, which Vega takes for its own.
 */
export function plainText(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, " ");
  return line in Object.prototype ? `${line}\u200b` : line;
}
