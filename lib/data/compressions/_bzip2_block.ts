import type { Bits } from "./_bits.ts";
import { Bzip2Code } from "./_bzip2_code.ts";
import type { Problem } from "./_damaged.ts";

const TABLES_AT_LEAST = 2, TABLES_AT_MOST = 6, LONGEST_CODE = 20;
/** Symbols in a row that share a table. */
const GROUP = 50;
/** Equal bytes in a row, after which one says how many more there are. */
const RUN = 4;
const CHUNK = 2 ** 20;

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

/**
 * Gives the bytes of one block in chunks, after its 48 bits of magic, and returns its checksum.
 *
 * @param work As many numbers as a block of this file may have bytes.
 * @throws {InputError} If the block is damaged.
 */
export function* bzip2Block(
  bits: Bits,
  work: Uint32Array,
  problem: Problem,
): Generator<Uint8Array, number, void> {
  const expected = ((bits.take(16) << 16) | bits.take(16)) >>> 0;
  if (bits.take(1) === 1) throw problem("a block of bzip2 before 0.9.5");
  const origin = bits.take(24), length = readSymbols(bits, work, problem);
  if (origin >= length) throw problem("a block begins behind its end");
  order(work.subarray(0, length));
  let chunk = new Uint8Array(CHUNK), size = 0, crc = 0xffffffff | 0, previous = -1, equal = 0;
  for (let left = length, at = work[origin]! >>> 8; left > 0; left--) {
    const entry = work[at]!, byte = entry & 0xff;
    at = entry >>> 8;
    const isCount = equal === RUN, copies = isCount ? byte : 1;
    if (!isCount) {
      equal = byte === previous ? equal + 1 : 1;
      previous = byte;
    } else equal = 0;
    for (let copy = 0; copy < copies; copy++) {
      crc = (crc << 8) ^ CRC[(crc >>> 24) ^ previous]!;
      chunk[size++] = previous;
      if (size < CHUNK) continue;
      yield chunk;
      [chunk, size] = [new Uint8Array(CHUNK), 0];
    }
    if (isCount) previous = -1;
  }
  if (~crc >>> 0 !== expected) throw problem("its checksum is wrong");
  if (size > 0) yield chunk.subarray(0, size);
  return expected;
}

/** Reads a block's bytes as they are sorted; returns how many there are. */
function readSymbols(bits: Bits, work: Uint32Array, problem: Problem): number {
  const front = readAlphabet(bits), end = front.length + 1;
  const tables = bits.take(3), groups = bits.take(15);
  if (tables < TABLES_AT_LEAST || tables > TABLES_AT_MOST || groups === 0 || end === 1) {
    throw problem("a block without tables");
  }
  const selectors = readSelectors(bits, tables, groups, problem);
  const codes = Array.from({ length: tables }, () => readCode(bits, end + 1, problem));
  let length = 0, run = 0, runBit = 1;
  for (const selector of selectors) {
    const code = codes[selector]!;
    for (let i = 0; i < GROUP; i++) {
      const symbol = code.next(bits);
      if (symbol === undefined) throw problem("a code of no symbol");
      if (symbol <= 1) {
        run += runBit << symbol;
        runBit <<= 1;
        if (length + run > work.length) throw problem("a block that is too long");
        continue;
      }
      if (run > 0) work.fill(front[0]!, length, length += run);
      [run, runBit] = [0, 1];
      if (symbol === end) return length;
      if (length === work.length) throw problem("a block that is too long");
      const byte = front[symbol - 1]!;
      for (let at = symbol - 1; at > 0; at--) front[at] = front[at - 1]!;
      front[0] = byte;
      work[length++] = byte;
    }
  }
  throw problem("a block that does not end");
}

/** The bytes that a block holds at all, ascending. */
function readAlphabet(bits: Bits): Uint8Array {
  const alphabet: number[] = [], used = bits.take(16);
  for (let part = 0; part < 16; part++) {
    const bytes = used & (0x8000 >> part) ? bits.take(16) : 0;
    for (let i = 0; i < 16; i++) if (bytes & (0x8000 >> i)) alphabet.push(16 * part + i);
  }
  return Uint8Array.from(alphabet);
}

/** Which table each group of symbols has. */
function readSelectors(bits: Bits, tables: number, groups: number, problem: Problem): Uint8Array {
  const front = Uint8Array.from({ length: tables }, (_, table) => table);
  return new Uint8Array(groups).map(() => {
    let at = 0;
    while (bits.take(1) === 1) if (++at === tables) throw problem("a table that is not there");
    const table = front[at]!;
    front.copyWithin(1, 0, at);
    return front[0] = table;
  });
}

function readCode(bits: Bits, symbols: number, problem: Problem): Bzip2Code {
  let length = bits.take(5);
  const lengths = new Uint8Array(symbols).map(() => {
    for (;;) {
      if (length < 1 || length > LONGEST_CODE) throw problem("a code of no length");
      if (bits.take(1) === 0) return length;
      length += bits.take(1) === 1 ? -1 : 1;
    }
  });
  return new Bzip2Code(lengths);
}

/** Undoes the Burrows-Wheeler transform: adds to each byte, 8 bits up, where the one after it stands. */
function order(work: Uint32Array): void {
  const places = new Uint32Array(257);
  for (let i = 0; i < work.length; i++) places[work[i]! + 1]!++;
  for (let byte = 1; byte <= 256; byte++) places[byte]! += places[byte - 1]!;
  for (let i = 0; i < work.length; i++) work[places[work[i]! & 0xff]!++]! |= i << 8;
}
