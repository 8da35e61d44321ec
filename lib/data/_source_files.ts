import { InputError } from "../errors.ts";
import { contentHash, membersOf } from "./_content_hash.ts";
import { ContentWatch } from "./content_watch.ts";
import { type FileState, fileState } from "./_file_state.ts";
import { formatOf } from "./formats/mod.ts";
import { type MemoryOptions, requireSize } from "./memory.ts";

/**
 * The files that something is read from. Their hash counts for what is read from them only if nobody changed or
 * exchanged one in between, which is refused: then nobody could say what was read.
 */
export class SourceFiles {
  readonly #path: string;
  /** The files' paths, where it is not the path alone. */
  readonly #list: () => Promise<readonly string[] | undefined>;
  #states = new Map<string, FileState | undefined>();
  #hashed: { readonly cache: string; readonly hash: string } | undefined;

  private constructor(path: string, list: () => Promise<readonly string[] | undefined>) {
    this.#path = path;
    this.#list = list;
  }

  /** All that a matrix is read from. @throws {InputError} If no format takes it, or it is too large for any matrix. */
  static async ofMatrix(path: string, options: MemoryOptions = {}): Promise<SourceFiles> {
    const list = async () => (await formatOf(path)).files?.(path);
    return (await new SourceFiles(path, list).#look()).#requireSizes(options);
  }

  /** A file, or the files of a folder. @throws {InputError} If it is too large for any table. */
  static async of(path: string, options: MemoryOptions = {}): Promise<SourceFiles> {
    const files = await new SourceFiles(path, () => Promise.resolve(undefined)).#look();
    return files.#requireSizes(options);
  }

  /** Hex SHA-256 of their content, from the cache where they are still those that were hashed. */
  async hash(cache: string): Promise<string> {
    const hash = await contentHash(this.#path, cache, await this.#list());
    this.#hashed = { cache, hash };
    return hash;
  }

  /**
   * To be called when they have been read, before anything is made of that.
   *
   * @throws {InputError} If one is no longer what it was when this was made.
   */
  async requireUnchanged(): Promise<void> {
    const before = this.#states, hashed = this.#hashed;
    await this.#look();
    const paths = new Set([...before.keys(), ...this.#states.keys()]);
    const changed = [...paths].find((path) =>
      before.get(path)?.identity !== this.#states.get(path)?.identity ||
      ContentWatch.current?.isMixed(path)
    );
    if (changed === undefined) {
      const isSettled = [...before.values()].every((state) => state?.isSettled);
      // A change that comes right after another one need not show: the content has to tell.
      if (isSettled || !hashed || await this.hash(hashed.cache) === hashed.hash) return;
    }
    throw new InputError(
      `Cannot read ${this.#path}: ${
        changed ?? this.#path
      } was changed while it was read; give the same command again ` +
        "when nothing writes to it",
    );
  }

  /** Before any is read for its hash. */
  #requireSizes(options: MemoryOptions): this {
    for (const file of this.#states.keys()) requireSize(file, options);
    return this;
  }

  async #look(): Promise<this> {
    const path = this.#path, paths = await this.#list() ?? membersOf(path) ?? [path];
    const states = paths.map(async (path) => [path, await fileState(path)] as const);
    this.#states = new Map(await Promise.all(states));
    return this;
  }
}
