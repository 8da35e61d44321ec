/** A way in which a file's bytes may be compressed, or an archive that holds one file. */
export interface Compression {
  /** As messages call it. */
  readonly name: string;
  /** How its files' names end, without a dot. */
  readonly endings: readonly string[];
  /** Whether a file that begins so is compressed by it. @param start Its first bytes as Latin-1. */
  recognize(start: string): boolean;
  /** The bytes in it, in chunks. @throws {InputError} If the file is damaged or ends early. */
  decompress(path: string, options: ReadingOptions): AsyncGenerator<Uint8Array, void, void>;
  /** The names of the files in an archive; none where it is damaged, which reading it tells. */
  members?(path: string): Promise<string[]>;
}

/** Options of {@linkcode Compression}'s `decompress`. */
export interface ReadingOptions {
  /** Bytes of the file that are read at once. */
  readonly chunkSize: number;
  /** Told how many bytes of the file have been read. */
  readonly onRead: (bytes: number) => void;
}
