import { hash } from "node:crypto";

/** Hexadecimal digits of a line's checksum. */
const CHECKSUM_LENGTH = 16;

const HEAD = '{"checksum":"';
const KINDS = ["record", "started", "details", "split"] as const;

/**
 * What a line holds: a finished run's record, or the identity of a run that was begun; in a file of details,
 * those of a run, or the samples that they are about.
 */
export type LineKind = typeof KINDS[number];

/** A line that can be trusted: its kind, and its content as the bytes of JSON. */
export interface JournalLine {
  readonly kind: LineKind;
  readonly content: Uint8Array;
}

const encoder = new TextEncoder(), decoder = new TextDecoder();

function checksum(content: Uint8Array | string): string {
  return hash("sha256", content).slice(0, CHECKSUM_LENGTH);
}

/** A journal's line, with its end. */
export function formatLine(kind: LineKind, content: string): Uint8Array {
  return encoder.encode(`${HEAD}${checksum(content)}","${kind}":${content}}\n`);
}

/** What a line without its end holds, or why it cannot be trusted. */
export function parseLine(line: Uint8Array): JournalLine | string {
  const start = HEAD.length + CHECKSUM_LENGTH, head = decoder.decode(line.subarray(0, start + 12));
  const kind = KINDS.find((name) => head.startsWith(`","${name}":`, start));
  if (!head.startsWith(HEAD) || !kind || line.at(-1) !== 125) return "the line is torn";
  const content = line.subarray(start + kind.length + 5, -1);
  if (checksum(content) !== head.slice(HEAD.length, start)) return "its checksum does not match";
  return { kind, content };
}

/** Bytes that are read at once. */
const CHUNK = 1 << 22;

/** The lines of a file without their ends; a last one may lack it. Memory does not grow with the file. */
export function* readLines(path: string): Generator<Uint8Array> {
  using file = Deno.openSync(path);
  let buffer = new Uint8Array(CHUNK), kept = 0;
  for (let count = file.readSync(buffer); count !== null;) {
    const filled = buffer.subarray(0, kept + count);
    let start = 0;
    for (let end = filled.indexOf(10, kept); end >= 0; end = filled.indexOf(10, start)) {
      yield filled.subarray(start, end);
      start = end + 1;
    }
    kept = filled.length - start;
    if (start === 0 && kept === buffer.length) {
      const larger = new Uint8Array(2 * buffer.length);
      larger.set(buffer);
      buffer = larger;
    } else buffer.copyWithin(0, start, filled.length);
    count = file.readSync(buffer.subarray(kept));
  }
  if (kept > 0) yield buffer.subarray(0, kept);
}
