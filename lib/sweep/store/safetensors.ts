import { writeWhole } from "../../files.ts";

/**
 * Writes tensors as a safetensors file, which NumPy, PyTorch and others read: an 8-byte header length,
 * a JSON header and the float32 values. The file appears whole or not at all.
 *
 * @param path Where to; its folder is made.
 * @param tensors Values by name, written as vectors.
 *
 * @example
 * ```ts
 * import { writeSafetensors } from "./safetensors.ts";
 * const folder = Deno.makeTempDirSync();
 * writeSafetensors(`${folder}/network.safetensors`, { bias: Float32Array.of(1, 2) });
 * const bytes = Deno.readFileSync(`${folder}/network.safetensors`);
 * const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
 * const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
 * if (header.bias.data_offsets[1] !== 8) throw new Error("two float32 numbers take 8 bytes");
 * ```
 */
export function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, Float32Array>>,
): void {
  let offset = 0;
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, values]) => {
      const start = offset;
      offset += values.byteLength;
      return [name, { dtype: "F32", shape: [values.length], data_offsets: [start, offset] }];
    }),
  );
  const text = JSON.stringify(header), padded = text.padEnd(Math.ceil(text.length / 8) * 8);
  const head = new Uint8Array(8 + padded.length);
  new DataView(head.buffer).setBigUint64(0, BigInt(padded.length), true);
  head.set(new TextEncoder().encode(padded), 8);
  const parts = Object.values(tensors).map((values) =>
    new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength)
  );
  const bytes = new Uint8Array(head.length + offset);
  let at = 0;
  for (const part of [head, ...parts]) {
    bytes.set(part, at);
    at += part.length;
  }
  Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  writeWhole(path, bytes);
}
