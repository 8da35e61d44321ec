import { Buffer } from "node:buffer";
import { basename } from "node:path";
import { InputError } from "../errors.ts";
import { firstBytes, plainBytes } from "./byte_stream.ts";
import { compressionOf } from "./compressions/mod.ts";
import { encodingOf } from "./text/text_encoding.ts";

const STORED = 512, TEXT = 2 ** 16;

/** How a file begins: what tells its format. */
export interface FileHead {
  /** The path's last part, such as `expression.tsv.gz`. */
  readonly name: string;
  readonly isFolder: boolean;
  /** Names of what a folder (sorted) or a zip archive holds; empty for any other file. */
  readonly members: readonly string[];
  /** The first 512 bytes as they are stored, each as the Latin-1 character of its value; "" for a folder. */
  readonly start: string;
  /** By what the bytes are compressed: "gzip", "zip", "bzip2", "xz", "zstd"; "" where they are not. */
  readonly compression: string;
  /** The encoding of `text`, by its byte order mark. */
  readonly encoding: "UTF-8" | "UTF-16";
  /**
   * The first 64 KiB, decompressed, decoded and without byte order mark; as Latin-1 (like `start`) where they are not
   * UTF-8, as in a binary file. Shorter where the file is, or is damaged (which reading it tells); "" for a folder.
   */
  readonly text: string;
}

/**
 * Reads how a file begins, decompressed and decoded, and no more of it than that takes.
 *
 * @throws {InputError} If there is no such file or it may not be read.
 *
 * @example
 * ```ts
 * import { readHead } from "./file_head.ts";
 * import { gzipSync } from "node:zlib";
 * const path = await Deno.makeTempFile();
 * await Deno.writeFile(path, gzipSync("gene\tS1\n"));
 * const { compression, text } = await readHead(path);
 * if (compression !== "gzip" || text !== "gene\tS1\n") throw new Error(text);
 * await Deno.remove(path);
 * ```
 */
export async function readHead(path: string): Promise<FileHead> {
  const name = basename(path), start = await firstBytes(path, STORED);
  if (start === undefined) {
    const members = Array.from(Deno.readDirSync(path), ({ name }) => name).sort();
    const nothing = { start: "", compression: "", encoding: "UTF-8", text: "" } as const;
    return { name, isFolder: true, members, ...nothing };
  }
  const compression = compressionOf(start), members = await compression?.members?.(path) ?? [];
  const bytes = await beginning(path, start), { name: encoding, mark } = encodingOf(bytes);
  const text = decode(bytes.subarray(mark), encoding, bytes.length === TEXT);
  const family = encoding === "UTF-8" ? encoding : "UTF-16";
  return {
    name,
    isFolder: false,
    members,
    start,
    compression: compression?.name ?? "",
    encoding: family,
    text,
  };
}

async function beginning(path: string, start: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of plainBytes(path, start, { chunkSize: TEXT })) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= TEXT) break;
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error; // what came before the damage may tell the format
  }
  return Buffer.concat(chunks).subarray(0, TEXT);
}

/** Where there is more to come, the last character may be cut: it is left out. */
function decode(bytes: Uint8Array, encoding: string, isCut: boolean): string {
  try {
    const decoder = new TextDecoder(encoding, { fatal: encoding === "UTF-8" });
    return decoder.decode(bytes, { stream: isCut });
  } catch (error) {
    if (error instanceof TypeError) return Buffer.from(bytes).toString("latin1");
    throw error;
  }
}
