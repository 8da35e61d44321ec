import { Buffer } from "node:buffer";
import {
  BINARY,
  CompactReader,
  type Field,
  fieldsOf,
  I32,
  I64,
  LIST,
  STRUCT,
} from "./_compact_reader.ts";

/** Number of the footer's field for key-value pairs in Parquet's `FileMetaData`, and of a pair's two fields. */
const KEY_VALUE_METADATA = 5, KEY = 1, VALUE = 2;

/** Bytes of the footer's length and of the mark "PAR1", with which a file ends. */
const LENGTH = 4, MARK = 4;

const encoder = new TextEncoder(), decoder = new TextDecoder();

/**
 * Exchanges the key-value pairs in the footer of a Parquet file. All that readers need is in its other fields.
 *
 * Polars has one pair, `ARROW:schema`, which calls texts "string view": Arrow before 2024, R's and others that go by
 * it cannot open or filter these. Without it texts are what Parquet's own schema says, UTF-8 strings.
 *
 * @param file A whole Parquet file; its bytes are overwritten, as it may be large.
 * @param pairs Those that it gets, fewer than 15; none for a file without any.
 * @returns The file, in the same memory where it fits.
 * @throws {RangeError} If the footer is not in Thrift's compact protocol.
 */
export function withKeyValues(
  file: Uint8Array,
  pairs: Readonly<Record<string, string>>,
): Uint8Array {
  const { start, end } = footerBounds(file), mark = file.slice(-MARK);
  const others = fieldsOf(new CompactReader(file.subarray(0, end), start))
    .filter(({ id }) => id !== KEY_VALUE_METADATA)
    .map(({ id, type, from, to }): NewField => ({ id, type, content: file.slice(from, to) }));
  const own = Object.keys(pairs).length === 0 ? [] : [pairsField(pairs)];
  const footer = structOf([...others, ...own].sort((a, b) => a.id - b.id));
  const size = start + footer.length + LENGTH + MARK;
  const result = size <= file.length ? file.subarray(0, size) : new Uint8Array(size);
  if (result.buffer !== file.buffer) result.set(file.subarray(0, start));
  result.set(footer, start);
  viewOf(result).setUint32(start + footer.length, footer.length, true);
  result.set(mark, size - MARK);
  return result;
}

/** Types of the footer's fields by their numbers. */
const TYPES: Readonly<Record<number, number>> = {
  ...{ 1: I32, 2: LIST, 3: I64, 4: LIST, [KEY_VALUE_METADATA]: LIST },
  ...{ 6: BINARY, 7: LIST, 8: STRUCT, 9: BINARY },
};

/**
 * The key-value pairs of a Parquet file.
 *
 * @returns Each value by its key, and where its bytes begin in the file.
 * @throws {RangeError} If the footer is not in Thrift's compact protocol.
 */
export function keyValues(
  file: Uint8Array,
): ReadonlyMap<string, { readonly value: string; readonly at: number }> {
  const { start, end } = footerBounds(file), within = file.subarray(0, end);
  const found = new Map<string, { value: string; at: number }>();
  const footer = new CompactReader(within, start), all = fieldsOf(footer);
  const isOdd = ({ id, type }: Field, i: number) =>
    type !== TYPES[id] || id <= (all[i - 1]?.id ?? 0);
  if (all.some(isOdd) || footer.at !== end) {
    throw new RangeError("a Parquet footer has other fields than it should");
  }
  const field = all.find(({ id }) => id === KEY_VALUE_METADATA);
  if (!field) return found;
  const reader = new CompactReader(within, field.from), { size } = reader.list();
  for (let i = 0; i < size; i++) {
    const fields = fieldsOf(reader),
      [key, value] = [KEY, VALUE].map((id) => boundsOf(within, fields, id));
    const read = ([from, to]: readonly [number, number]) => decoder.decode(file.subarray(from, to));
    if (key && value) found.set(read(key), { value: read(value), at: value[0] });
  }
  return found;
}

/** Where a field's text begins and ends; undefined without the field. */
function boundsOf(bytes: Uint8Array, fields: readonly Field[], wanted: number) {
  const field = fields.find(({ id, type }) => id === wanted && type === BINARY);
  return field && new CompactReader(bytes, field.from).binary();
}

/** Where the footer begins and ends. */
function footerBounds(file: Uint8Array): { readonly start: number; readonly end: number } {
  const end = file.length - MARK - LENGTH;
  const start = end < 0 ? -1 : end - viewOf(file).getUint32(end, true);
  if (start < 0) throw new RangeError("a Parquet file ends before its footer");
  return { start, end };
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** A field that is to be written. */
interface NewField {
  readonly id: number;
  readonly type: number;
  readonly content: Uint8Array;
}

function pairsField(pairs: Readonly<Record<string, string>>): NewField {
  const structs = Object.entries(pairs).map(([key, value]) =>
    structOf([
      { id: KEY, type: BINARY, content: binaryOf(key) },
      { id: VALUE, type: BINARY, content: binaryOf(value) },
    ])
  );
  const content = Buffer.concat([Uint8Array.of(structs.length << 4 | STRUCT), ...structs]);
  return { id: KEY_VALUE_METADATA, type: LIST, content };
}

/** A struct of fields with ascending numbers, each at most 15 above the one before. */
function structOf(fields: readonly NewField[]): Uint8Array {
  const parts = fields.flatMap(({ id, type, content }, i) => [
    Uint8Array.of((id - (fields[i - 1]?.id ?? 0)) << 4 | type),
    content,
  ]);
  return Buffer.concat([...parts, Uint8Array.of(0)]);
}

function binaryOf(text: string): Uint8Array {
  const bytes = encoder.encode(text), length: number[] = [];
  let rest = bytes.length;
  for (; rest >= 128; rest >>= 7) length.push(rest & 127 | 128);
  return Buffer.concat([Uint8Array.of(...length, rest), bytes]);
}
