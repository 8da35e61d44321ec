import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { Source } from "./catalogue.ts";
import { DownloadError } from "./_download_error.ts";

/**
 * Checks a file against its published size and hash, and a .gz against the checksums inside it.
 *
 * @throws {DownloadError} If it is not what it should be.
 */
export async function checkDownload(path: string, { file, bytes, md5 }: Source): Promise<void> {
  const { size } = await Deno.stat(path);
  if (size === 0) throw new DownloadError("it is empty");
  if (bytes !== undefined && size !== bytes) {
    throw new DownloadError(`it has ${size} bytes instead of the ${bytes} that are published`);
  }
  const start = await firstBytes(path);
  if (start[0] === 0x3c) throw new DownloadError("it is a web page, not a table");
  const zipped = start[0] === 0x1f && start[1] === 0x8b;
  if (file.endsWith(".gz") && !zipped) throw new DownloadError("it is not a gzip file");
  const hash = createHash("md5");
  const stream = createReadStream(path, { highWaterMark: 2 ** 20 });
  if (md5 !== undefined) stream.on("data", (chunk) => hash.update(chunk));
  try {
    await (zipped ? pipeline(stream, createGunzip(), discard) : pipeline(stream, discard));
  } catch (error) {
    throw new DownloadError(`it is damaged or cut off (${(error as Error).message})`);
  }
  const found = md5 === undefined ? undefined : hash.digest("hex");
  if (found === md5) return;
  throw new DownloadError(`its MD5 is ${found} instead of the ${md5} that is published`);
}

/** Reads to the end, where the checksum of a gzip stream is. */
async function discard(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of chunks) continue;
}

async function firstBytes(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(2);
  await file.read(bytes);
  return bytes;
}
