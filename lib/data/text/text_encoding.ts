import { Buffer } from "node:buffer";

/** Bytes of the longest byte order mark. */
const MARK = 3;

/** What a byte order mark tells; a text without one is taken for UTF-8. */
export interface TextEncoding {
  readonly name: "UTF-8" | "UTF-16LE" | "UTF-16BE";
  /** Bytes of the mark. */
  readonly mark: number;
}

/** A text's encoding. @param start Its first three bytes or more. */
export function encodingOf([first, second, third]: Uint8Array): TextEncoding {
  if (first === 0xff && second === 0xfe) return { name: "UTF-16LE", mark: 2 };
  if (first === 0xfe && second === 0xff) return { name: "UTF-16BE", mark: 2 };
  const hasMark = first === 0xef && second === 0xbb && third === 0xbf;
  return { name: "UTF-8", mark: hasMark ? MARK : 0 };
}

/**
 * A text's chunks as UTF-8 without byte order mark. UTF-8 stays as it is, also where its bytes are wrong; what is
 * wrong in UTF-16 becomes U+FFFD.
 */
export async function* toUtf8(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  const encoder = new TextEncoder();
  let encoding: TextEncoding | undefined, decoder: TextDecoder | undefined;
  for await (const chunk of withWholeMark(chunks)) {
    const isFirst = encoding === undefined;
    encoding ??= encodingOf(chunk);
    if (encoding.name === "UTF-8") yield isFirst ? chunk.subarray(encoding.mark) : chunk;
    else {
      decoder ??= new TextDecoder(encoding.name);
      yield encoder.encode(decoder.decode(chunk, { stream: true }));
    }
  }
  if (decoder) yield encoder.encode(decoder.decode());
}

/** The same bytes, in chunks of which the first is as long as a byte order mark, unless it is all. */
async function* withWholeMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (!start) yield chunk;
    else {
      start = start.length > 0 ? Buffer.concat([start, chunk]) : chunk;
      if (start.length < MARK) continue;
      yield start;
      start = undefined;
    }
  }
  if (start && start.length > 0) yield start;
}
