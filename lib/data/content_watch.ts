import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { closeSync, createReadStream, fstatSync, openSync } from "node:fs";
import { resolve } from "node:path";

const CHUNK = 2 ** 20;

const current = new AsyncLocalStorage<ContentWatch>();

/**
 * What files held each time they were read within a call: SHA-256 of the bytes themselves as they went to the parser. A file
 * or a folder that is exchanged and put back looks as it did before; what was parsed does not.
 *
 * Text is hashed as it is parsed. HDF5, Parquet and zip, of which their libraries read this part and that, are hashed
 * through the open file that the library reads: nothing that takes its name's place is read then. What is not seen is
 * a program that writes over such a file in place and back again within a second of another change of it; outside of
 * Linux, Parquet is opened by its name.
 */
export class ContentWatch implements Disposable {
  readonly #hashes = new Map<string, Set<string>>();
  /** Open files by their paths, for libraries that open a path themselves. */
  readonly #held = new Map<string, number>();
  readonly #hashed = new Set<string>();

  /** That of the call which is running, if any. */
  static get current(): ContentWatch | undefined {
    return current.getStore();
  }

  /** Watches what a call reads; within another one that is watched, all of it is one. */
  static async during<Result>(call: () => Promise<Result>): Promise<Result> {
    if (ContentWatch.current) return await call();
    using watch = new ContentWatch();
    return await current.run(watch, call);
  }

  /** To be called with a file's hash, however it was found. */
  add(path: string, hash: string): void {
    const key = resolve(path);
    this.#hashes.set(key, (this.#hashes.get(key) ?? new Set()).add(hash));
  }

  /** Whether a file held something else at one time than at another. */
  isMixed(path: string): boolean {
    return (this.#hashes.get(resolve(path))?.size ?? 0) > 1;
  }

  /** Hands a file's chunks on, and notes their hash once the last one was taken. */
  async *hashing(
    path: string,
    chunks: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void, void> {
    const hash = createHash("sha256");
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
    this.add(path, hash.digest("hex"));
  }

  /** Notes what an open file holds, once for each state of it. */
  async addOpen(path: string, descriptor: number): Promise<void> {
    const { dev, ino, size, mtimeMs, ctimeMs } = fstatSync(descriptor);
    const state = [resolve(path), dev, ino, size, mtimeMs, ctimeMs].join();
    if (this.#hashed.has(state)) return;
    this.#hashed.add(state);
    const hash = createHash("sha256");
    const options = { fd: descriptor, autoClose: false, start: 0, highWaterMark: CHUNK };
    for await (const chunk of createReadStream("", options)) hash.update(chunk);
    this.add(path, hash.digest("hex"));
  }

  /** Opens a file for a library that is given {@linkcode heldPath}, until the call ends, and notes what it holds. */
  async hold(path: string): Promise<void> {
    const key = resolve(path);
    if (Deno.build.os !== "linux" || this.#held.has(key)) return;
    const descriptor = openSync(path, "r");
    this.#held.set(key, descriptor);
    await this.addOpen(path, descriptor);
  }

  /** Names the open file itself, where one is held: whatever is at its path meanwhile. */
  heldPath(path: string): string {
    const descriptor = this.#held.get(resolve(path));
    return descriptor === undefined ? path : `/proc/self/fd/${descriptor}`;
  }

  [Symbol.dispose](): void {
    for (const descriptor of this.#held.values()) closeSync(descriptor);
    this.#held.clear();
  }
}
