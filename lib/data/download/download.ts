import { dirname } from "node:path";
import { storing } from "../../errors.ts";
import { unlessMissing } from "../../files.ts";
import { makeFolder } from "../../files/make_folder.ts";
import { tryLock } from "../../files/locking.ts";
import { openOwn } from "../../files/open_own.ts";
import { removeLeftOvers } from "../../files/remove_left_overs.ts";
import type { Source } from "./catalogue.ts";
import { checkDownload } from "./_check_download.ts";
import { DownloadError } from "./_download_error.ts";
import { discardPart, Interruption, receive } from "./_receive.ts";

/** Seconds between two looks whether another process has finished. */
const LOCK_SECONDS = 0.2;

/** How a file is downloaded. */
export interface DownloadOptions {
  /** Hosts that may be contacted, such as the catalogue's. */
  readonly hosts: readonly string[];
  /** Attempts that bring nothing new before it is given up. @default 5 */
  readonly attempts?: number;
  /** Seconds before the second attempt; each further wait is twice as long, up to a minute. @default 1 */
  readonly backOffSeconds?: number;
  /** Seconds without a byte after which an attempt is given up. @default 30 */
  readonly stallSeconds?: number;
  /** Aborted: stops, and keeps what has arrived. */
  readonly signal?: AbortSignal;
  /** Bytes received, and bytes in total where the server says so. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
  /** An attempt failed, and another follows after so many seconds. */
  readonly onRetry?: (problem: string, seconds: number) => void;
  /** Another process downloads the same file, and is waited for. */
  readonly onWait?: () => void;
  /** All bytes are there and are being checked. */
  readonly onCheck?: () => void;
}

/**
 * A file could not be downloaded, or is not what it should be. The message names the address, what happened
 * and how to do it by hand; the command line prints it as one line and exits with code 6.
 */
export class DownloadFailure extends Error {
  override readonly name = "DownloadFailure";
}

/**
 * Downloads a file, unless it exists already: then it is only checked.
 *
 * What has arrived is kept in `path.part` when the connection breaks, and the next attempt or call resumes
 * behind it, if the server's file is still the same one. No file gets its own name before its
 * length, its published size and hash, and a .gz's own checksums were found right.
 *
 * @param path Where to.
 * @returns Whether it was downloaded or there already.
 * @throws {DownloadFailure} If it cannot be had or is not what it should be.
 */
export async function download(
  source: Source,
  path: string,
  options: DownloadOptions,
): Promise<"downloaded" | "there"> {
  const folder = dirname(path);
  makeFolder(folder);
  using lock = openOwn(`${path}.lock`);
  // Of two at once, the second waits and finds the file; nobody could stop it in a call that waits by itself.
  // Without locks (some network file systems) two may spoil each other's file: its check finds that.
  for (let waits = false; tryLock(lock) === false; waits = true) {
    if (!waits) options.onWait?.();
    await pause(LOCK_SECONDS, options.signal);
  }
  removeLeftOvers(folder);
  if (exists(path)) {
    await explain(source, path, "use", () => check(source, path, options));
    return "there";
  }
  const part = `${path}.part`;
  await explain(source, path, "download", async () => {
    await receiveAll(source.url, part, options);
    try {
      await check(source, part, options);
    } catch (error) {
      discardPart(part); // no download can resume from wrong bytes
      throw error;
    }
  });
  storing(path, () => Deno.renameSync(part, path));
  discardPart(part);
  return "downloaded";
}

/** Attempts, each resuming where the one before ended, until none makes progress. */
async function receiveAll(url: string, part: string, options: DownloadOptions): Promise<void> {
  const { attempts = 5, backOffSeconds = 1, stallSeconds = 30, onRetry } = options;
  let best = 0;
  for (let failures = 0;;) {
    let received = 0;
    const onProgress = (bytes: number, total: number | undefined) => {
      received = bytes;
      options.onProgress?.(bytes, total);
    };
    try {
      return await receive(url, part, { ...options, stallSeconds, onProgress });
    } catch (error) {
      if (!(error instanceof Interruption)) throw error;
      failures = received > best ? 1 : failures + 1;
      best = Math.max(best, received);
      if (failures >= attempts) {
        throw new DownloadError(`${error.message}, in ${attempts} attempts`);
      }
      // At random moments, as many clients may wait for one server.
      const seconds = Math.min(60, backOffSeconds * 2 ** (failures - 1)) * (0.75 + jitter());
      onRetry?.(error.message, seconds);
      await pause(seconds, options.signal);
    }
  }
}

function jitter(): number {
  return crypto.getRandomValues(new Uint16Array(1))[0]! / 2 ** 17;
}

function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, seconds * 1000);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

async function check(source: Source, path: string, { onCheck }: DownloadOptions): Promise<void> {
  onCheck?.();
  await checkDownload(path, source);
}

/** Says what a problem happened to, and what a user can do. */
async function explain(
  { url }: Source,
  path: string,
  verb: "use" | "download",
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    const what = verb === "use" ? `${path}, which was there already` : url;
    const remedy = verb === "use"
      ? "delete it, then give the same command again"
      : `try again later, or fetch that address with a browser and save it as ${path}`;
    throw new DownloadFailure(`Cannot ${verb} ${what}: ${error.message}; ${remedy}`, {
      cause: error,
    });
  }
}

function exists(path: string): boolean {
  return unlessMissing(() => Deno.statSync(path).isFile, false);
}
