/** Types of Thrift's compact protocol; integers of 16, 32 and 64 bits are written alike. */
const TRUE = 1, FALSE = 2, BYTE = 3, I64 = 6, DOUBLE = 7, BINARY = 8, LIST = 9, SET = 10;
const STRUCT = 12;

/** Number of the footer's field for key-value pairs in Parquet's `FileMetaData`. */
const KEY_VALUE_METADATA = 5;

/** Bytes of the footer's length and of the mark "PAR1", with which a file ends. */
const LENGTH = 4, MARK = 4;

interface Field {
  readonly id: number;
  readonly type: number;
  readonly content: Uint8Array;
}

/**
 * Removes the key-value pairs from the footer of a Parquet file. All that readers need is in its other fields.
 *
 * Polars has one pair, `ARROW:schema`, which calls texts "string view": Arrow before 2024, R's and others that go by
 * it cannot open or filter these. Without it texts are what Parquet's own schema says, UTF-8 strings.
 *
 * @param file A whole Parquet file; its bytes are overwritten, as it may be large.
 * @returns The file, in the same memory.
 * @throws {RangeError} If the footer is not in Thrift's compact protocol.
 */
export function withoutKeyValues(file: Uint8Array): Uint8Array {
  const end = file.length - MARK - LENGTH;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const start = end - view.getUint32(end, true), footer = Uint8Array.from(file.subarray(start));
  const fields = fieldsOf(footer.subarray(0, end - start)), mark = footer.subarray(-MARK);
  const kept = fields.filter(({ id }) => id !== KEY_VALUE_METADATA);
  let at = start, last = 0;
  const write = (...bytes: number[]) => {
    file.set(bytes, at);
    at += bytes.length;
  };
  for (const { id, type, content } of kept) {
    write((id - last) << 4 | type);
    file.set(content, at);
    at += content.length;
    last = id;
  }
  write(0);
  view.setUint32(at, at - start, true);
  file.set(mark, at + LENGTH);
  return file.subarray(0, at + LENGTH + MARK);
}

/** The fields of a struct that fills the bytes. */
function fieldsOf(bytes: Uint8Array): Field[] {
  const reader = new CompactReader(bytes), fields: Field[] = [];
  for (let header = reader.header(0); header; header = reader.header(header.id)) {
    const from = reader.at;
    reader.skip(header.type);
    fields.push({ ...header, content: bytes.subarray(from, reader.at) });
  }
  return fields;
}

/** Finds where values end. */
class CompactReader {
  at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** A field's number and type; null where the struct ends. */
  header(last: number): { readonly id: number; readonly type: number } | null {
    const byte = this.#byte(), type = byte & 15, step = byte >> 4;
    if (byte === 0) return null;
    if (step > 0) return { id: last + step, type };
    const zigzag = this.#varint();
    return { id: (zigzag >> 1) ^ -(zigzag & 1), type };
  }

  skip(type: number): void {
    if (type === TRUE || type === FALSE) return; // a field's type is its value
    if (type === BYTE) this.at++;
    else if (type > BYTE && type <= I64) this.#varint();
    else if (type === DOUBLE) this.at += 8;
    else if (type === BINARY) this.#skipBinary();
    else if (type === LIST || type === SET) this.#skipList();
    else if (type === STRUCT) {
      for (let field = this.header(0); field; field = this.header(field.id)) {
        this.skip(field.type);
      }
    } else throw new RangeError(`no type ${type} in a Parquet footer`);
  }

  #skipBinary(): void {
    const length = this.#varint(); // which moves on, too
    this.at += length;
  }

  #skipList(): void {
    const byte = this.#byte(), type = byte & 15, short = byte >> 4;
    const size = short === 15 ? this.#varint() : short;
    for (let i = 0; i < size; i++) {
      if (type === TRUE || type === FALSE) this.at++;
      else this.skip(type);
    }
  }

  #varint(): number {
    let value = 0, factor = 1, byte: number;
    do {
      byte = this.#byte();
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte >= 128);
    return value;
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new RangeError("a Parquet footer ends within a value");
    return byte;
  }
}
