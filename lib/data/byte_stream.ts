import { createReadStream, type ReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { InputError } from "../errors.ts";
import type { ReadProgress } from "./table.ts";

const CHUNK = 2 ** 20;

/** First bytes of formats that users sometimes give instead of a table. */
const OTHER_FORMATS: readonly [magic: string, name: string][] = [
  ["PK\x03\x04", "a zip archive"],
  ["BZh", "compressed by bzip2"],
  ["\xfd7zXZ", "compressed by xz"],
  ["\x28\xb5\x2f\xfd", "compressed by zstd"],
  ["PAR1", "a Parquet file"],
  ["\x89HDF", "an HDF5 file"],
  ["\xff\xfe", "UTF-16 text"],
  ["\xfe\xff", "UTF-16 text"],
];

/**
 * The bytes of a text file in chunks, decompressed where the content (not the name) is gzip.
 *
 * Several gzip members in a row are one file, as bgzip writes it; a member that ends early, fails its
 * checksum or is followed by something else is an InputError.
 */
export async function* byteStream(
  path: string,
  onProgress?: ReadProgress,
): AsyncGenerator<Uint8Array, void, void> {
  const start = await firstBytes(path);
  if (start === "") throw new InputError(`Cannot read ${path}: the file is empty`);
  refuseOtherFormats(path, start);
  const { size } = await Deno.stat(path), file = createReadStream(path, { highWaterMark: CHUNK });
  const isGzip = start.startsWith("\x1f\x8b");
  let isFirst = isGzip;
  for await (const chunk of isGzip ? gunzip(file, path) : file) {
    if (isFirst) refuseOtherFormats(path, latin1(chunk.subarray(0, 8)), " inside gzip");
    isFirst = false;
    yield chunk;
    onProgress?.(file.bytesRead, size);
  }
}

function refuseOtherFormats(path: string, start: string, where = ""): void {
  const other = OTHER_FORMATS.find(([magic]) => start.startsWith(magic));
  if (!other) return;
  const remedy = where ? "unpack it" : "convert it to tab-separated UTF-8 text or its .gz";
  throw new InputError(`Cannot read ${path}: it is ${other[1]}${where}; ${remedy}`);
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** The first eight bytes, each as a character; "" for an empty file. */
export async function firstBytes(path: string): Promise<string> {
  try {
    using file = await Deno.open(path);
    if ((await file.stat()).isDirectory) {
      throw new InputError(`Cannot read ${path}: it is a folder`);
    }
    const bytes = new Uint8Array(8);
    return latin1(bytes.subarray(0, await file.read(bytes) ?? 0));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new InputError(`Cannot read ${path}: there is no such file`);
    }
    if (
      error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.IsADirectory
    ) {
      throw new InputError(`Cannot read ${path}: ${error.message}`);
    }
    throw error;
  }
}

async function* gunzip(file: ReadStream, path: string): AsyncGenerator<Uint8Array, void, void> {
  const text = file.pipe(createGunzip({ chunkSize: CHUNK }));
  file.on("error", (error) => text.destroy(error));
  let bytes = 0;
  try {
    for await (const chunk of text) {
      bytes += chunk.length;
      yield chunk;
    }
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    if (!code.startsWith("Z_")) throw error;
    const what = code === "Z_BUF_ERROR" ? "ends early" : `is damaged (${(error as Error).message})`;
    throw new InputError(
      `Cannot read ${path}: its gzip stream ${what} after ${bytes} bytes of text; get the file again`,
    );
  } finally {
    file.destroy();
  }
}
