import { OPEN, quotedEnd } from "./cells.ts";

const RETURN = 13, QUOTE = 34;
/** Bytes within which a quote has to be closed: after more, it is a stray one. */
const LONGEST_QUOTED = 2 ** 16;

/**
 * The line break that ends the line of quoted cells at `start`; −1 where these bytes end before.
 *
 * @param first The first line break after the start; also what is given where a quote is a stray one.
 */
export function recordEnd(
  bytes: Uint8Array,
  start: number,
  first: number,
  { lineBreak, delimiter }: { readonly lineBreak: number; readonly delimiter: number },
): number {
  let newline = first, from = start;
  for (;;) {
    const end = bytes[newline - 1] === RETURN ? newline - 1 : newline;
    const open = openCell(bytes, from, end, delimiter);
    if (open < 0) return newline;
    const close = closingQuote(bytes, open);
    if (close < 0) return bytes.length - open > LONGEST_QUOTED ? first : -1;
    newline = bytes.indexOf(lineBreak, close);
    if (newline < 0) return -1;
    from = open;
  }
}

/** Where the quoted cell begins that does not end within the line; −1 where there is none. */
function openCell(bytes: Uint8Array, start: number, end: number, delimiter: number): number {
  for (let from = start;;) {
    const quote = bytes.indexOf(QUOTE, from);
    if (quote < 0 || quote >= end) return -1;
    const cell = Math.max(from, bytes.lastIndexOf(delimiter, quote) + 1);
    const to = quotedEnd(bytes, cell, end, delimiter);
    if (to === OPEN) return cell;
    const next = to >= 0 ? to : bytes.indexOf(delimiter, quote);
    if (next < 0 || next >= end) return -1;
    from = next + 1;
  }
}

/** Where the quoted cell that begins at `open` has its closing quote; −1 where it has none. */
function closingQuote(bytes: Uint8Array, open: number): number {
  const limit = open + LONGEST_QUOTED;
  for (let at = bytes.indexOf(QUOTE, open) + 1;;) {
    const quote = bytes.indexOf(QUOTE, at);
    if (quote < 0 || quote > limit) return -1;
    if (bytes[quote + 1] !== QUOTE) return quote;
    at = quote + 2;
  }
}
