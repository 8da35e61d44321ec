/** Types of Thrift's compact protocol; integers of 16, 32 and 64 bits are written alike. */
const TRUE = 1, FALSE = 2, BYTE = 3, DOUBLE = 7, SET = 10;

const ENDS_WITHIN = "a Parquet footer ends within a value";

/** Those of integers, of a text, of a list and of a struct. */
export const I32 = 5, I64 = 6, BINARY = 8, LIST = 9, STRUCT = 12;

/** A field of a struct: its number, its type, and where its value stands. */
export interface Field {
  readonly id: number;
  readonly type: number;
  readonly from: number;
  readonly to: number;
}

/** The fields of a struct, in the order in which they are stored. @throws {RangeError} If the bytes end within one. */
export function fieldsOf(reader: CompactReader): Field[] {
  const fields: Field[] = [];
  for (let header = reader.header(0); header; header = reader.header(header.id)) {
    const from = reader.at;
    reader.skip(header.type);
    fields.push({ ...header, from, to: reader.at });
  }
  return fields;
}

/** Reads structs of Thrift's compact protocol, in which Parquet's footers are written: finds where values end. */
export class CompactReader {
  at: number;
  readonly #bytes: Uint8Array;

  /** @param at Where it begins. */
  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
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
    else if (type === BINARY) this.binary();
    else if (type === LIST || type === SET) this.#skipList();
    else if (type === STRUCT) {
      for (let field = this.header(0); field; field = this.header(field.id)) {
        this.skip(field.type);
      }
    } else throw new RangeError(`no type ${type} in a Parquet footer`);
    if (this.at > this.#bytes.length) throw new RangeError(ENDS_WITHIN);
  }

  /** Moves behind bytes, such as those of a text, and says where they begin and end. */
  binary(): readonly [from: number, to: number] {
    const length = this.#varint(), from = this.at;
    this.at += length;
    return [from, this.at];
  }

  /** Moves into a list, before its first element. */
  list(): { readonly type: number; readonly size: number } {
    const byte = this.#byte(), short = byte >> 4;
    return { type: byte & 15, size: short === 15 ? this.#varint() : short };
  }

  #skipList(): void {
    const { type, size } = this.list();
    for (let i = 0; i < size; i++) {
      this.skip(type === TRUE || type === FALSE ? BYTE : type); // in a list, a truth value takes a byte
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
    if (byte === undefined) throw new RangeError(ENDS_WITHIN);
    return byte;
  }
}
