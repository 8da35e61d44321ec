import { zstdCompressSync } from "node:zlib";
import { encode, fixture, gzip, join, utf16 } from "./_files.ts";
import { zipOf } from "./_zip_of.ts";

/** A file that no reader should be brought down by, and what is said of it. */
export interface Hostile {
  readonly name: string;
  readonly content: () => Uint8Array;
  readonly says: RegExp;
}

const HEADER = "gene\tS1\tS2\n", ROW = "g1\t1\t2\n";
const EXPANDS = /its first \d+ bytes expand to more than 400 times as many/;
const GROWS = /what was read of it so far takes 0\.02 GB, more than --max-memory \(0\.02 GB\)/;
const DAMAGED = /stream (ends early|is damaged)/;

/** What tests/fixtures/make_bombs.py wrote. */
const BOMBS = fixture("bombs.json") as Record<"bzip2" | "xz", { header: string; rows: string }>;

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function times(count: number, bytes: Uint8Array): Uint8Array {
  return join(...Array.from({ length: count }, () => bytes));
}

/** 4 MiB of a text. */
function much(text: string): string {
  return text.repeat(Math.ceil(2 ** 22 / text.length));
}

/** Endless by gzip: a beginning, and 8 GiB of a text in members of 4 MiB. */
function endless(text: string, beginning = HEADER): Uint8Array {
  return join(gzip(beginning), times(2048, gzip(much(text))));
}

/** Rows that compress no better than measurements do. */
function random(count: number, columns: number): string {
  let state = 1;
  const next = () => state = state * 48271 % 2147483647;
  const row = (at: number) =>
    `g${next()}${at}\t${Array.from({ length: columns }, () => next() / 1e5).join("\t")}\n`;
  return Array.from({ length: count }, (_, at) => row(at)).join("");
}

function header(columns: number): string {
  return `gene\t${Array.from({ length: columns }, (_, at) => `S${at}`).join("\t")}\n`;
}

function bomb(way: "bzip2" | "xz"): Uint8Array {
  const { header, rows } = BOMBS[way];
  return join(bytesOf(header), times(2000, bytesOf(rows)));
}

const zstd = (text: string) => new Uint8Array(zstdCompressSync(text));
const changed = (bytes: Uint8Array, at: number, ...to: readonly number[]) => {
  const copy = bytes.slice();
  copy.set(to, at < 0 ? copy.length + at : at);
  return copy;
};

/** Texts, plain and compressed, read with `--max-memory 0.02`. */
export function hostileTexts(): Hostile[] {
  const sound = gzip(HEADER + ROW), frame = zstd(HEADER + ROW), archive = encode(HEADER + ROW);
  return [
    // Without an end, or with one far too late.
    { name: "zeros.gz", content: () => endless("\0", ""), says: /it is nothing but zeros/ },
    { name: "rows.gz", content: () => endless(ROW), says: GROWS },
    {
      name: "annotations.gz",
      content: () => endless("N_unmapped\t1\t2\n"),
      says: GROWS,
    },
    { name: "blank.gz", content: () => endless("\n"), says: EXPANDS },
    {
      name: "comments.gz",
      content: () => endless("# nothing\n", "# one\n"),
      says: /no table below its first 100,000 lines of comments/,
    },
    {
      name: "one line.gz",
      content: () => endless("1\t", "gene\t"),
      says: /longer than 67108864 bytes/,
    },
    {
      name: "quote.gz",
      content: () => endless("S3\n", 'gene\t"S1'),
      says: /longer than|quoted cell/,
    },
    {
      name: "wide.gz",
      content: () => gzip("gene" + "\ta".repeat(2 ** 23) + "\n" + ROW),
      says: /more than 4,194,304 cells/,
    },
    { name: "rows.bz2", content: () => bomb("bzip2"), says: GROWS },
    { name: "rows.xz", content: () => bomb("xz"), says: GROWS },
    {
      name: "rows.zst",
      content: () => join(zstd(HEADER), times(2048, zstd(much(ROW)))),
      says: GROWS,
    },
    { name: "rows.zip", content: () => zipOf(encode(HEADER + ROW.repeat(2 ** 23))), says: GROWS },
    {
      name: "long.tsv.gz",
      content: () => gzip(header(2) + random(100_000, 2)),
      says: /takes 0\.02 GB, more than --max-memory \(0\.02 GB\)/,
    },
    {
      name: "matrix.tsv",
      content: () => encode(header(1000) + random(300, 1000).repeat(10)),
      says: /takes 0\.02 GB, more than --max-memory \(0\.02 GB\)/,
    },
    // Promises of a header that are not kept.
    { name: "size.zip", content: () => zipOf(archive, { size: 2 ** 32 - 2 }), says: DAMAGED },
    { name: "small.zip", content: () => zipOf(archive, { size: 1 }), says: DAMAGED },
    { name: "stored.zip", content: () => zipOf(archive, { stored: 2 ** 31 }), says: DAMAGED },
    { name: "checksum.zip", content: () => zipOf(archive, { checksum: 1 }), says: DAMAGED },
    { name: "offset.zip", content: () => zipOf(archive, { offset: 2 ** 31 }), says: DAMAGED },
    { name: "directory.zip", content: () => zipOf(archive, { directory: 2 ** 31 }), says: DAMAGED },
    { name: "itself.zip", content: () => zipOf(archive, { directory: 0 }), says: DAMAGED },
    {
      name: "entries.zip",
      content: () => zipOf(archive, { entries: 60_000 }),
      says: /1000 files or more/,
    },
    { name: "window.zst", content: () => changed(frame, 4, 0x00, 0xff), says: DAMAGED },
    { name: "reserved.zst", content: () => changed(frame, 4, 0xff), says: DAMAGED },
    {
      name: "skipped.zst",
      content: () => join(frame, Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 255, 255, 255, 255)),
      says: DAMAGED,
    },
    {
      name: "name.gz",
      content: () =>
        join(
          Uint8Array.of(31, 139, 8, 8, 0, 0, 0, 0, 0, 3),
          times(2 ** 10, new Uint8Array(2 ** 14).fill(97)),
        ),
      says: DAMAGED,
    },
    { name: "flags.gz", content: () => changed(sound, 3, 0xff), says: DAMAGED },
    { name: "length.gz", content: () => changed(sound, -4, 255, 255, 255, 255), says: DAMAGED },
    { name: "cut.gz", content: () => sound.subarray(0, -9), says: DAMAGED },
    { name: "magic.gz", content: () => Uint8Array.of(31, 139), says: DAMAGED },
    { name: "magic.xz", content: () => encode("\xfd7zXZ\0").slice(1), says: /it is binary/ },
    {
      name: "dictionary.xz",
      content: () => changed(bytesOf(BOMBS.xz.header), 14, 40),
      says: /xz stream/,
    },
    {
      name: "level.bz2",
      content: () => changed(bytesOf(BOMBS.bzip2.header), 14, 255, 255, 255),
      says: DAMAGED,
    },
    // What is no table at all.
    { name: "nothing.tsv", content: () => new Uint8Array(0), says: /the file is empty/ },
    { name: "zeros.tsv", content: () => new Uint8Array(2 ** 20), says: /nothing but zeros/ },
    {
      name: "escape.tsv",
      content: () => encode(`gene\t\x1b[2J\u202eS1\tS2\n${ROW}`),
      says: /the id is not text/,
    },
    {
      name: "half.tsv",
      content: () => utf16(HEADER + ROW).subarray(0, -1),
      says: /line 2, column 3/,
    },
    {
      name: "surrogates.tsv",
      content: () => utf16("gene\t\ud800\tS2\n" + ROW),
      says: /the id is not text/,
    },
    { name: "deep.json", content: () => encode("[".repeat(2 ** 20)), says: /it is a JSON file/ },
    {
      name: "infinite.tsv",
      content: () => encode(`${HEADER}g1\t1e999\t2\n`),
      says: /line 2, column 2/,
    },
    {
      name: "ragged.tsv",
      content: () => encode(`${HEADER}g1\t1\t2\t3\n`),
      says: /4 cells where the header has 3/,
    },
    {
      name: "gct.gct",
      content: () => encode("#1.2\n999999999\t999999999\nName\tDescription\tS1\ng1\tna\t1\n"),
      says: /999999999 × 999999999/,
    },
    {
      name: "lines.gct",
      content: () => encode("#1.3\n1\t1\t1\t999999999\nid\tx\tS1\ng1\tna\t1\n"),
      says: /its second line says 1 × 1/,
    },
    {
      name: "series.txt",
      content: () => encode('!Series_title\t"a"\n!Sample_title\t"b"\n'),
      says: /a GEO series matrix without/,
    },
  ];
}
