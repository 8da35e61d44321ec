import { dirname, join } from "node:path";
import { storing } from "../errors.ts";
import { tryLock } from "./locking.ts";
import { writeAll } from "./write_all.ts";

/** Names of files that are being written. */
export const TEMPORARY = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/**
 * A file that gets its name once it is whole. Until then it has a random one in the same folder, which no link and no
 * other process can have taken, and which is locked: what a killed process leaves is told from what a living one
 * writes. A reader finds the old file or the new one; a link in its place is replaced, never followed.
 *
 * @example
 * ```ts
 * import { NewFile } from "./new_file.ts";
 * const folder = Deno.makeTempDirSync();
 * {
 *   using file = new NewFile(`${folder}/a.txt`);
 *   file.write(new TextEncoder().encode("whole"));
 *   file.keep();
 * }
 * if (Deno.readTextFileSync(`${folder}/a.txt`) !== "whole") throw new Error("not kept");
 * Deno.removeSync(folder, { recursive: true });
 * ```
 */
export class NewFile implements Disposable {
  /** Where it is until it is kept. */
  readonly path: string;
  readonly #target: string;
  readonly #file: Deno.FsFile;
  #kept = false;

  /**
   * @param target Its name; the folder has to be there.
   * @throws {StorageError} If no file can be made there.
   */
  constructor(target: string) {
    this.#target = target;
    this.path = join(dirname(target), `.${crypto.randomUUID()}.tmp`);
    this.#file = storing(
      target,
      () => Deno.openSync(this.path, { write: true, createNew: true }),
    );
    tryLock(this.#file);
  }

  /** @throws {StorageError} If there is no room for all bytes. */
  write(bytes: Uint8Array): void {
    storing(this.#target, () => writeAll(this.#file, bytes));
  }

  /**
   * Gives it its name, once it is on the disk.
   *
   * @throws {StorageError} If the disk refuses it: some file systems, such as those of networks, say so only then.
   */
  keep(): void {
    storing(this.#target, () => {
      this.#file.syncDataSync();
      Deno.renameSync(this.path, this.#target);
    });
    this.#kept = true;
  }

  /** Closes it; one that was not kept is removed. */
  [Symbol.dispose](): void {
    this.#file.close();
    if (this.#kept) return;
    try {
      Deno.removeSync(this.path);
    } catch {
      // The reason why it could not be kept is what matters.
    }
  }
}
