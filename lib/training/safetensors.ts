import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { InputError } from "../errors.ts";
import { writeWhole } from "../files.ts";
import { makeFolder } from "../files/make_folder.ts";

/** Numbers in a shape, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array;
}

/** What a safetensors file holds. */
export interface SafetensorsContent {
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Only strings, as the format requires. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What was read, and whether it was found to be what was written: other programs leave no sum to check. */
export interface SafetensorsFile extends SafetensorsContent {
  readonly verified: boolean;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const METADATA = "__metadata__", CHECKSUM = "vae_sensitivity_sha256";

/** As many bytes of header as the format's own readers take. */
const LONGEST_HEADER = 100_000_000;

const KINDS = { F32: Float32Array, F64: Float64Array } as const;

/**
 * Writes tensors as a safetensors file, which NumPy, PyTorch and others read: an 8-byte header length, a JSON
 * header, and the numbers. The metadata gets a SHA-256 of everything, by which damage is noticed.
 *
 * @param path Where to; its folder is made, and the file appears whole or not at all.
 *
 * @example
 * ```ts
 * import { readSafetensors, writeSafetensors } from "./safetensors.ts";
 * const path = `${Deno.makeTempDirSync()}/network.safetensors`;
 * const bias = { shape: [2], values: Float32Array.of(1, 2) };
 * writeSafetensors(path, { tensors: { bias }, metadata: { made: "by hand" } });
 * const { tensors, metadata } = readSafetensors(path);
 * if (tensors.bias!.values[1] !== 2 || metadata.made !== "by hand") throw new Error("not the same");
 * ```
 */
export function writeSafetensors(path: string, { tensors, metadata }: SafetensorsContent): void {
  // The widest numbers first, so that all are aligned.
  const sorted = Object.entries(tensors).sort(([, { values: a }], [, { values: b }]) =>
    b.BYTES_PER_ELEMENT - a.BYTES_PER_ELEMENT
  );
  let offset = 0;
  const entries = sorted.map(([name, { shape, values }]) => {
    const start = offset, dtype = values instanceof Float64Array ? "F64" : "F32";
    offset += values.byteLength;
    const entry: Entry = { dtype, shape, data_offsets: [start, offset] };
    return [name, entry] as const;
  });
  const numbers = new Uint8Array(offset);
  sorted.forEach(([, { values }], i) => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    numbers.set(bytes, entries[i]![1].data_offsets[0]);
  });
  const described = Object.fromEntries(entries);
  const all = { ...metadata, [CHECKSUM]: checksum(metadata, described, numbers) };
  const header = JSON.stringify({ [METADATA]: all, ...described });
  const text = new TextEncoder().encode(header), length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + offset).fill(0x20, 8, 8 + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, 8);
  bytes.set(numbers, 8 + length);
  makeFolder(dirname(path));
  writeWhole(path, bytes);
}

/**
 * Reads a safetensors file of float32 and float64 tensors, written by any program.
 *
 * @throws {InputError} If it cannot be read, is not such a file, or is damaged.
 *
 * @example
 * ```ts
 * import { InputError } from "../errors.ts";
 * import { readSafetensors } from "./safetensors.ts";
 * try {
 *   readSafetensors("deno.json");
 *   throw new Error("read");
 * } catch (error) {
 *   if (!(error instanceof InputError)) throw error;
 * }
 * ```
 */
export function readSafetensors(path: string): SafetensorsFile {
  const bytes = read(path);
  const problem = (what: string) =>
    new InputError(`Cannot read ${path}: ${what}; give a safetensors file, or write it again`);
  const length = bytes.length < 8
    ? Infinity
    : Number(new DataView(bytes.buffer).getBigUint64(0, true));
  if (length > Math.min(bytes.length - 8, LONGEST_HEADER)) {
    throw problem("it is not a safetensors file, or is truncated");
  }
  const header = parseHeader(bytes.subarray(8, 8 + length));
  if (!header) throw problem("its header is damaged, or it is not a safetensors file");
  const { [METADATA]: metadata = {}, ...entries } = header, numbers = bytes.slice(8 + length);
  if (!isStrings(metadata)) throw problem("its metadata is damaged");
  const { [CHECKSUM]: written, ...said } = metadata;
  if (written !== undefined && written !== checksum(said, entries, numbers)) {
    throw problem("it is damaged: its content is not what was written");
  }
  const tensors = Object.entries(entries).map(([name, entry]) => {
    if (!isEntry(entry)) {
      throw problem(`the tensor ${name} is not described as the format requires`);
    }
    const kind = KINDS[entry.dtype as keyof typeof KINDS] as typeof KINDS["F32"] | undefined;
    if (!kind) {
      throw problem(`the tensor ${name} is of type ${entry.dtype}, only F32 and F64 are read`);
    }
    const [start, end] = entry.data_offsets, size = sizeOf(entry.shape);
    if (end - start !== size * kind.BYTES_PER_ELEMENT || end > numbers.length) {
      throw problem(
        `the tensor ${name} does not fit its position: the file is damaged or truncated`,
      );
    }
    return [name, { shape: entry.shape, values: new kind(numbers.buffer.slice(start, end)) }];
  });
  return { tensors: Object.fromEntries(tensors), metadata: said, verified: written !== undefined };
}

function read(path: string): Uint8Array<ArrayBuffer> {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`Cannot read ${path}: ${reason}`, { cause: error });
  }
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isRecord(header) ? header : undefined;
  } catch {
    return undefined; // the caller tells what this means
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === "string");
}

function isEntry(value: unknown): value is Entry {
  const isSizes = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((size) => Number.isSafeInteger(size) && size >= 0);
  return isRecord(value) && typeof value.dtype === "string" && isSizes(value.shape) &&
    isSizes(value.data_offsets) && value.data_offsets.length === 2;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function checksum(metadata: object, entries: object, numbers: Uint8Array): string {
  return createHash("sha256").update(JSON.stringify([metadata, entries])).update(numbers)
    .digest("hex");
}
