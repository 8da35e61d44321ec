/** Bytes that the header of a NumPy file is a multiple of, magic string and lengths included. */
const ALIGNMENT = 64;

const KINDS = { float32: "<f4", int64: "<i8" } as const;

/**
 * The header of a NumPy file, version 1.0, of an array in C order; the values follow it as they are on a
 * little-endian machine.
 *
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function npyHeader(kind: keyof typeof KINDS, shape: readonly number[]): Uint8Array {
  const tuple = `(${shape.map((size) => `${size},`).join(" ")})`;
  const text = `{'descr': '${KINDS[kind]}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const start = 10, end = Math.ceil((start + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = new TextEncoder().encode(
    `${" ".repeat(start)}${text}${" ".repeat(end - start - text.length - 1)}\n`,
  );
  header.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0]);
  new DataView(header.buffer).setUint16(start - 2, end - start, true);
  return header;
}
