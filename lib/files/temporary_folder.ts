import { storing } from "../errors.ts";
import { tryLock } from "./locking.ts";

/** The file whose lock tells that the process of a folder lives. */
export const FOLDER_LOCK = "lock";

/**
 * A folder that only this process and those it starts use. It is removed in the end; what a killed process leaves is
 * known by its name and by its lock, see `removeLeftOvers`.
 *
 * @example
 * ```ts
 * import { TemporaryFolder } from "./temporary_folder.ts";
 * const parent = Deno.makeTempDirSync();
 * {
 *   using folder = new TemporaryFolder(parent);
 *   Deno.writeTextFileSync(`${folder.path}/a.txt`, "a");
 * }
 * if ([...Deno.readDirSync(parent)].length > 0) throw new Error("it is left");
 * Deno.removeSync(parent);
 * ```
 */
export class TemporaryFolder implements Disposable {
  readonly path: string;
  readonly #lock: Deno.FsFile;

  /**
   * @param parent The folder that it is made in.
   * @throws {StorageError} If none can be made there.
   */
  constructor(parent: string) {
    this.path = `${parent}/.${crypto.randomUUID()}.tmp`;
    this.#lock = storing(this.path, () => {
      Deno.mkdirSync(this.path);
      return Deno.openSync(`${this.path}/${FOLDER_LOCK}`, { write: true, createNew: true });
    });
    tryLock(this.#lock);
  }

  [Symbol.dispose](): void {
    this.#lock.close();
    Deno.removeSync(this.path, { recursive: true });
  }
}
