/** A way in which a file's bytes may be compressed. */
export interface Compression {
  /** As messages call it. */
  readonly name: string;
  /** Whether a file that begins so is compressed by it. @param start Its first bytes as Latin-1. */
  recognize(start: string): boolean;
  /** The bytes in it, in chunks. @throws {InputError} If the file is damaged or ends early. */
  decompress(path: string, options: DecompressOptions): AsyncGenerator<Uint8Array, void, void>;
}

/** Options of {@linkcode Compression}'s `decompress`. */
export interface DecompressOptions {
  /** Bytes of the file that are read at once. */
  readonly chunkSize: number;
  /** Told how many bytes of the file have been read. */
  readonly onRead: (bytes: number) => void;
}
