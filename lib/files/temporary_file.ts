import { storing } from "../errors.ts";
import { tryLock } from "./locking.ts";
import { writeAll } from "./write_all.ts";

/**
 * A file that only this process uses. Its name is removed as soon as it is open, so that nothing is left of it however
 * the process ends; where the system keeps open files from being removed, on Windows, when it is disposed, and what a
 * killed process leaves is known as what a killed `NewFile` does.
 *
 * @example
 * ```ts
 * import { TemporaryFile } from "./temporary_file.ts";
 * const folder = Deno.makeTempDirSync();
 * {
 *   using file = new TemporaryFile(folder);
 *   file.write(Uint8Array.of(1, 2, 3));
 *   const bytes = new Uint8Array(2);
 *   file.read(1, bytes);
 *   if (bytes.join() !== "2,3") throw new Error("something else was read");
 * }
 * if ([...Deno.readDirSync(folder)].length > 0) throw new Error("it is left");
 * Deno.removeSync(folder);
 * ```
 */
export class TemporaryFile implements Disposable {
  readonly #called: string;
  readonly #path: string;
  readonly #file: Deno.FsFile;
  #hasName = true;

  /**
   * @param folder Where its bytes are.
   * @throws {StorageError} If no file can be made there.
   */
  constructor(folder: string) {
    this.#called = `a temporary file in ${folder}`;
    this.#path = `${folder}/.${crypto.randomUUID()}.tmp`;
    this.#file = storing(
      this.#called,
      () => Deno.openSync(this.#path, { read: true, write: true, createNew: true }),
    );
    if (Deno.build.os === "windows") tryLock(this.#file);
    else this.#removeName();
  }

  /** Adds bytes at its end; nothing has been read before. @throws {StorageError} If there is no room for them. */
  write(bytes: Uint8Array): void {
    storing(this.#called, () => writeAll(this.#file, bytes));
  }

  /** Fills an array with the bytes that begin at a place. */
  read(place: number, bytes: Uint8Array): void {
    this.#file.seekSync(place, Deno.SeekMode.Start);
    for (let read = 0; read < bytes.length;) {
      const count = this.#file.readSync(bytes.subarray(read));
      if (count === null) throw new Error(`the temporary file ends at ${place + read}`);
      read += count;
    }
  }

  [Symbol.dispose](): void {
    this.#file.close();
    if (this.#hasName) this.#removeName();
  }

  #removeName(): void {
    Deno.removeSync(this.#path);
    this.#hasName = false;
  }
}
