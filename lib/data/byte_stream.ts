import { accessError, InputError } from "../errors.ts";
import { streamProblem } from "../files.ts";
import { compressionOf, type ReadingOptions, storedChunks } from "./compressions/mod.ts";
import { withLatin1Cells } from "./text/latin1_cells.ts";
import type { ReadProgress } from "./table.ts";
import { toUtf8 } from "./text/text_encoding.ts";

const CHUNK = 2 ** 20;
/**
 * Bytes of text from which on it is looked at how far a file expands, and how far it may. Tables of numbers expand 3- to
 * 100-fold, where most are zero; gzip of one line over and over 500- to 1,000-fold, others even more.
 */
const EXPANDED = 2 ** 25, MOST_FOLD = 400;

/** Options of {@linkcode byteStream}. */
export interface TextOptions {
  /** Told how many bytes of the file have been read. */
  readonly onProgress?: ReadProgress;
  /**
   * Told each cell that is not UTF-8 and was read as Windows-1252 (Latin-1).
   *
   * @default {bytes that are not UTF-8 stay as they are}
   */
  readonly onLatin1?: (cell: string) => void;
}

/**
 * The bytes of a text file in chunks, as UTF-8 without byte order mark: decompressed where the content (not the
 * name) is compressed, and decoded where it is UTF-16.
 *
 * A compressed file that ends early, fails its checksum or is followed by something else is an InputError.
 */
export async function* byteStream(
  path: string,
  { onProgress, onLatin1 }: TextOptions = {},
): AsyncGenerator<Uint8Array, void, void> {
  const start = await firstBytes(path);
  if (start === undefined) throw new InputError(`Cannot read ${path}: it is a folder`);
  if (start === "") throw new InputError(`Cannot read ${path}: the file is empty`);
  const { size } = await Deno.stat(path);
  let read = 0, length = 0;
  const text = toUtf8(plainBytes(path, start, { onRead: (bytes) => read = bytes }));
  for await (const chunk of onLatin1 ? withLatin1Cells(text, onLatin1) : text) {
    length += chunk.length;
    if (length > EXPANDED && length > MOST_FOLD * read) {
      throw new InputError(
        `Cannot read ${path}: its first ${read} bytes expand to more than ${MOST_FOLD} times as many, as no table of ` +
          "measurements does; if it is one, decompress it and give that",
      );
    }
    yield chunk;
    onProgress?.(read, size);
  }
}

/** The bytes of a file in chunks, decompressed. @param start The first bytes of the file, as Latin-1. */
export function plainBytes(
  path: string,
  start: string,
  { chunkSize = CHUNK, onRead = () => {} }: Partial<ReadingOptions> = {},
): AsyncGenerator<Uint8Array, void, void> {
  const options = { chunkSize, onRead };
  return compressionOf(start)?.decompress(path, options) ?? storedChunks(path, options);
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** A file's first bytes, each as a character: "" where it is empty, undefined where it is a folder. */
export async function firstBytes(path: string, length = 8): Promise<string | undefined> {
  try {
    const problem = streamProblem(path);
    if (problem !== undefined) throw new InputError(`Cannot read ${path}: ${problem}`);
    using file = await Deno.open(path);
    if ((await file.stat()).isDirectory) return undefined;
    const bytes = new Uint8Array(length);
    return latin1(bytes.subarray(0, await file.read(bytes) ?? 0));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new InputError(`Cannot read ${path}: there is no such file`);
    }
    if (error instanceof Deno.errors.IsADirectory) return undefined; // where folders cannot be opened
    throw accessError(error, path) ?? error;
  }
}
