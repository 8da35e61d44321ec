/**
 * The compressions that files may come in, one file each.
 *
 * @module
 */
import type { Compression } from "./compression.ts";
import { gzip } from "./gzip.ts";

const COMPRESSIONS: readonly Compression[] = [gzip];

/** By what a file that begins so is compressed; undefined where it is not. @param start Its first bytes as Latin-1. */
export function compressionOf(start: string): Compression | undefined {
  return COMPRESSIONS.find(({ recognize }) => recognize(start));
}
