import { createHash } from "node:crypto";
import { Unavailable } from "./_unavailable.ts";

/** One file of an archive: where its bytes are and how they are packed. */
export interface ZipEntry {
  method: number;
  packedSize: number;
  size: number;
  offset: number;
}

const END = 0x06054b50, ENTRY = 0x02014b50, LOCAL = 0x04034b50, CHUNK = 1 << 20;

/** The files of a zip archive by name; an archive that was cut off has no directory and is refused. */
export async function readZip(file: Deno.FsFile): Promise<Map<string, ZipEntry>> {
  const { size } = await file.stat();
  const tail = await readRange(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== END) end--;
  if (end < 0) throw new Unavailable("the archive is cut off: it has no directory");
  const count = tail.getUint16(end + 10, true);
  const length = tail.getUint32(end + 12, true), start = tail.getUint32(end + 16, true);
  if (start + length > size) throw new Unavailable("the archive's directory lies outside of it");
  return parseDirectory(await readRange(file, start, length), count);
}

function parseDirectory(view: DataView, count: number): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  const decoder = new TextDecoder();
  for (let at = 0, index = 0; index < count; index++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY) {
      throw new Unavailable("the archive's directory is damaged");
    }
    const nameLength = view.getUint16(at + 28, true);
    const name = decoder.decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength));
    entries.set(name, {
      method: view.getUint16(at + 10, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Unpacks one file to a path and returns its SHA-256 as PyPI writes it (base64url, unpadded). */
export async function unzip(archive: Deno.FsFile, entry: ZipEntry, to: string): Promise<string> {
  const local = await readRange(archive, entry.offset, 30);
  if (local.getUint32(0, true) !== LOCAL) throw new Unavailable("the archive is damaged");
  const start = entry.offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const packed = streamRange(archive, start, entry.packedSize);
  const bytes = entry.method === 0
    ? packed
    : packed.pipeThrough(new DecompressionStream("deflate-raw"));
  const hash = createHash("sha256");
  const hashed = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      hash.update(chunk);
      controller.enqueue(chunk);
    },
  });
  const file = await Deno.open(to, { createNew: true, write: true });
  try {
    await bytes.pipeThrough(hashed).pipeTo(file.writable);
  } catch (error) {
    if (error instanceof TypeError) throw new Unavailable("the archive is damaged");
    throw error;
  }
  return hash.digest("base64url");
}

function streamRange(file: Deno.FsFile, start: number, length: number) {
  let at = start;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const size = Math.min(CHUNK, start + length - at);
      if (size === 0) return controller.close();
      controller.enqueue(new Uint8Array((await readRange(file, at, size)).buffer));
      at += size;
    },
  });
}

async function readRange(file: Deno.FsFile, start: number, length: number) {
  const bytes = new Uint8Array(length);
  await file.seek(start, Deno.SeekMode.Start);
  for (let done = 0; done < length;) {
    const count = await file.read(bytes.subarray(done));
    if (count === null) throw new Unavailable("the archive is cut off");
    done += count;
  }
  return new DataView(bytes.buffer);
}
