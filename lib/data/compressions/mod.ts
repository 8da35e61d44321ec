/**
 * The compressions that files may come in, one file each.
 *
 * @module
 */
import { bzip2 } from "./bzip2.ts";
import type { Compression } from "./compression.ts";
import { gzip } from "./gzip.ts";
import { xz } from "./xz.ts";
import { zip } from "./zip.ts";
import { zstd } from "./zstd.ts";

export { storedChunks } from "./stored_chunks.ts";
export type { Compression, ReadingOptions } from "./compression.ts";

/** Every compression that is read. */
export const COMPRESSIONS: readonly Compression[] = [gzip, zip, bzip2, xz, zstd];

/** By what a file that begins so is compressed; undefined where it is not. @param start Its first bytes as Latin-1. */
export function compressionOf(start: string): Compression | undefined {
  return COMPRESSIONS.find(({ recognize }) => recognize(start));
}
