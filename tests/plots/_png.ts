import { inflateSync } from "node:zlib";

/** An image of 8-bit RGBA pixels. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/** The compressed image data of a PNG: its IDAT chunks, joined. */
function imageData(png: Uint8Array): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset), parts: number[] = [];
  for (let at = 8; at < png.length;) {
    const size = view.getUint32(at), kind = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (kind === "IDAT") {
      for (const byte of png.subarray(at + 8, at + 8 + size)) parts.push(byte);
    }
    at += size + 12;
  }
  return inflateSync(Uint8Array.from(parts));
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c, pa = Math.abs(p - a), pb = Math.abs(p - b), pc = Math.abs(p - c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/** Decodes an 8-bit RGBA PNG (W3C PNG specification, filter types 0 to 4). */
export function decodePng(png: Uint8Array): Pixels {
  const view = new DataView(png.buffer, png.byteOffset);
  const width = view.getUint32(16), height = view.getUint32(20), stride = 4 * width;
  if (png[24] !== 8 || png[25] !== 6) throw new Error("not an 8-bit RGBA PNG");
  const raw = imageData(png), values = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= 4 ? values[at - 4]! : 0, up = y > 0 ? values[at - stride]! : 0;
      const corner = x >= 4 && y > 0 ? values[at - stride - 4]! : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      values[at] = raw[y * (stride + 1) + 1 + x]! + guess;
    }
  }
  return { width, height, values };
}

/** How many pixels of the uppermost rows are darker than mid grey. */
export function darkPixels({ width, values }: Pixels, rows: number): number {
  let count = 0;
  for (let i = 0; i < 4 * width * rows; i += 4) {
    if (values[i]! + values[i + 1]! + values[i + 2]! < 3 * 128) count++;
  }
  return count;
}
