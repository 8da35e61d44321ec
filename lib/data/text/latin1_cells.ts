import { Buffer, isUtf8 } from "node:buffer";

const LONGEST_SHOWN = 40;
/** What stands between cells: tab, line breaks, quote, comma, semicolon. */
const SEPARATORS = new Set([9, 10, 13, 34, 44, 59]);

/**
 * A text's chunks as UTF-8, where they may hold cells of Windows-1252 (Latin-1 and what Windows adds to it): a cell
 * whose bytes are not UTF-8 is taken for that as a whole.
 *
 * @param onCell Told each such cell as it was read.
 */
export async function* withLatin1Cells(
  chunks: AsyncIterable<Uint8Array>,
  onCell: (text: string) => void,
): AsyncGenerator<Uint8Array, void, void> {
  let held = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = held.length > 0 ? Uint8Array.from(Buffer.concat([held, chunk])) : chunk;
    const whole = bytes.subarray(0, wholeCharacters(bytes));
    if (isUtf8(whole)) {
      yield whole;
      held = Uint8Array.from(bytes.subarray(whole.length));
    } else {
      const end = bytes.findLastIndex((byte) => SEPARATORS.has(byte)) + 1 || bytes.length;
      yield recode(bytes.subarray(0, end), onCell);
      held = Uint8Array.from(bytes.subarray(end));
    }
  }
  if (held.length > 0) yield recode(held, onCell);
}

/** How many bytes there are before a character that is cut by the end, if one is. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue; // continues a character
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function recode(bytes: Uint8Array, onCell: (text: string) => void): Uint8Array {
  const decoder = new TextDecoder("windows-1252"), parts: Uint8Array[] = [];
  let done = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! < 0x80) continue;
    let start = at, end = at;
    while (start > done && !SEPARATORS.has(bytes[start - 1]!)) start--;
    while (end < bytes.length && !SEPARATORS.has(bytes[end]!)) end++;
    const cell = bytes.subarray(start, end);
    at = end;
    if (isUtf8(cell)) continue;
    const text = decoder.decode(cell);
    onCell(text.trim().replace(/\p{Cc}/gu, "·").slice(0, LONGEST_SHOWN));
    parts.push(bytes.subarray(done, start), Buffer.from(text));
    done = end;
  }
  return Buffer.concat([...parts, bytes.subarray(done)]);
}
