import { createHash } from "node:crypto";
import { NewFile } from "../files/new_file.ts";

/** A file of an export while it is written, which knows its size and hash. */
export class ExportFile implements Disposable {
  /** Bytes written. */
  size = 0;
  readonly #file: NewFile;
  readonly #hash = createHash("sha256");

  /** @param path Its folder has to be there. */
  constructor(path: string) {
    this.#file = new NewFile(path);
  }

  /** @throws {StorageError} If there is no room for it. */
  write(content: string | Uint8Array): void {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.#hash.update(bytes);
    this.size += bytes.length;
    this.#file.write(bytes);
  }

  /** The SHA-256 of what was written in hexadecimal digits; nothing can be written after it. */
  hash(): string {
    return this.#hash.digest("hex");
  }

  /** Gives it its name. */
  keep(): void {
    this.#file.keep();
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }
}
