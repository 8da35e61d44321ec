import { crc32, createInflateRaw } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import { closeSync, openSync } from "node:fs";
import { InputError } from "../../errors.ts";
import { ContentWatch } from "../content_watch.ts";
import type { Compression } from "./compression.ts";
import { damaged } from "./_damaged.ts";
import { through } from "./_through.ts";

const STORED = 0;
/** How many files of an archive are looked at, and how many a message lists. */
const MOST = 1000, LISTED = 5;

/** A zip archive with one file in it. The library is loaded when a file is read. */
export const zip: Compression = {
  name: "zip",
  endings: ["zip"],
  recognize: (start) => start.startsWith("PK\x03\x04") || start.startsWith("PK\x05\x06"),
  async *decompress(path, { chunkSize, onRead }) {
    let bytes = 0, checksum = 0, read = 0, archive: ZipFile | undefined;
    try {
      archive = await open(path);
      const entry = theOnly(path, await filesOf(archive));
      const stored = await archive.openReadStreamPromise(entry, { decodeFileData: false });
      stored.on("data", (chunk) => onRead(read += chunk.length));
      const isStored = entry.compressionMethod === STORED;
      for await (
        const chunk of isStored ? stored : through(stored, createInflateRaw({ chunkSize }))
      ) {
        bytes += chunk.length;
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
      if (bytes !== entry.uncompressedSize) throw new Error(`not ${entry.uncompressedSize} bytes`);
      if (checksum !== entry.crc32) throw new Error("its checksum is wrong");
    } catch (error) {
      const { code = "", message } = error as Error & { code?: string };
      if (error instanceof InputError || /^E[A-Z]+$/.test(code)) throw error;
      const isShort = code === "Z_BUF_ERROR" || /^end of central directory/i.test(message);
      throw damaged(path, "zip", isShort ? undefined : message, bytes);
    } finally {
      archive?.close();
    }
  },
  async members(path) {
    let archive: ZipFile | undefined;
    try {
      archive = await open(path);
      return (await filesOf(archive)).map(nameOf);
    } catch (error) {
      if (/^E[A-Z]+$/.test((error as { code?: string }).code ?? "")) throw error;
      return [];
    } finally {
      archive?.close();
    }
  },
};

async function open(path: string): Promise<ZipFile> {
  const { fromFdPromise } = await import("yauzl"), descriptor = openSync(path, "r");
  try {
    await ContentWatch.current?.addOpen(path, descriptor);
    return await fromFdPromise(descriptor, { autoClose: false, decodeStrings: false });
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** The files of an archive without folders and what macOS adds to each. */
async function filesOf(archive: ZipFile): Promise<Entry[]> {
  const files: Entry[] = [];
  for await (const entry of archive.eachEntry()) {
    if (!/\/$|^__MACOSX\/|(^|\/)\.DS_Store$/.test(nameOf(entry))) files.push(entry);
    if (files.length === MOST) break;
  }
  return files;
}

function theOnly(path: string, [entry, ...others]: readonly Entry[]): Entry {
  const problem = (what: string) =>
    new InputError(`Cannot read ${path}: it is a zip archive ${what}`);
  if (!entry) throw problem("without a file in it");
  if (others.length > 0) {
    const names = [entry, ...others].slice(0, LISTED).map((entry) => JSON.stringify(nameOf(entry)));
    const more = others.length >= LISTED ? ", …" : "";
    const count = others.length + 1 === MOST
      ? `${MOST} files or more`
      : `${others.length + 1} files`;
    throw problem(`of ${count} (${names.join(", ")}${more}); extract the one with the table`);
  }
  if (entry.isEncrypted()) throw problem("that is locked by a password; extract the file in it");
  if (entry.canDecodeFileData()) return entry;
  throw problem(
    `that is compressed by method ${entry.compressionMethod}, for which there is no reader here; ` +
      "extract the file in it",
  );
}

function nameOf({ fileNameRaw }: Entry): string {
  return fileNameRaw.toString();
}
