import { storing } from "../../errors.ts";
import { unlessMissing, writeWhole } from "../../files.ts";
import { openOwn } from "../../files/open_own.ts";
import { writeAll } from "../../files/write_all.ts";
import { DownloadError } from "./_download_error.ts";

/** How bytes are fetched. */
export interface ReceiveOptions {
  /** Hosts that may be contacted, redirections included. */
  readonly hosts: readonly string[];
  /** Seconds without a byte after which an attempt is given up. */
  readonly stallSeconds: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (received: number, total: number | undefined) => void;
}

/** Something that another attempt may overcome: a connection that breaks, a server that is busy. */
export class Interruption extends Error {
  override readonly name = "Interruption";
}

const REDIRECTIONS = 5;

/**
 * One attempt to fetch what is missing of a file. Resumes behind what `part` holds if the server can and its
 * file is still the same; otherwise it starts again.
 *
 * @throws {Interruption} If another attempt may succeed; {@linkcode DownloadError} if none will.
 */
export async function receive(url: string, part: string, options: ReceiveOptions): Promise<void> {
  const { stallSeconds, signal, onProgress } = options;
  const stalled = new AbortController();
  const stallTimer = () =>
    setTimeout(
      () => stalled.abort(new Interruption(`nothing came for ${stallSeconds} s`)),
      stallSeconds * 1000,
    );
  let timer = stallTimer();
  try {
    const kept = readTag(part), offset = kept === undefined ? 0 : sizeOf(part);
    const ended = AbortSignal.any([stalled.signal, ...signal ? [signal] : []]);
    const headers: Record<string, string> = { "accept-encoding": "identity" };
    if (offset > 0) Object.assign(headers, { range: `bytes=${offset}-`, "if-range": kept });
    const response = await request(url, headers, ended, options.hosts);
    if (await isComplete(response, part, offset)) return;
    const from = await beginsAt(response, offset);
    const length = numberOf(response.headers.get("content-length"));
    const total = length === undefined ? undefined : from + length;
    using file = openPart(part, from, response);
    let received = from;
    for await (const chunk of response.body!) {
      clearTimeout(timer);
      timer = stallTimer();
      storing(part, () => writeAll(file, chunk));
      received += chunk.length;
      onProgress?.(received, total);
    }
    file.syncSync();
    if (total !== undefined && received < total) {
      throw new Interruption(`the connection ended after ${received} of ${total} bytes`);
    }
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (stalled.signal.aborted) throw stalled.signal.reason;
    if (error instanceof TypeError) throw new Interruption(plain(error)); // what fetch throws
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Forgets what an earlier attempt kept. */
export function discardPart(part: string): void {
  for (const path of [part, `${part}.tag`]) {
    unlessMissing(() => Deno.removeSync(path), undefined);
  }
}

/** Follows redirections by hand, so that none leads to a host that is not listed. */
async function request(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  hosts: readonly string[],
): Promise<Response> {
  let address = new URL(url);
  for (let i = 0; i <= REDIRECTIONS; i++) {
    if (!hosts.includes(address.host)) {
      throw new DownloadError(`it leads to ${address.host}, which is not a host of the catalogue`);
    }
    const response = await fetch(address, { headers, signal, redirect: "manual" });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    address = new URL(location, address);
  }
  throw new DownloadError(`it redirects more than ${REDIRECTIONS} times`);
}

/** Whether the kept part is complete; one that is longer than the file is discarded. */
async function isComplete(response: Response, part: string, offset: number): Promise<boolean> {
  if (response.status !== 416) return false;
  await response.body?.cancel();
  if (response.headers.get("content-range") === `bytes */${offset}`) return true;
  discardPart(part);
  throw new Interruption("the server's file has changed");
}

/** The byte that a response begins at: what is kept counts only if the server says that it resumes there. */
async function beginsAt(response: Response, offset: number): Promise<number> {
  const { status, headers } = response;
  const refuse = async (error: Error): Promise<never> => {
    await response.body?.cancel();
    throw error;
  };
  if (status === 206) {
    const [, first] = /^bytes (\d+)-\d+\//.exec(headers.get("content-range") ?? "") ?? [];
    if (Number(first) === offset) return offset;
    return await refuse(
      new Interruption("the server sent a different part from the one requested"),
    );
  }
  if (status === 200) {
    const kind = headers.get("content-type") ?? "";
    if (!kind.startsWith("text/html")) return 0;
    return await refuse(new DownloadError("the server sent a web page instead of the file"));
  }
  const answer = "the server answered " +
    `${status}${response.statusText ? ` ${response.statusText}` : ""}`;
  const passing = status === 408 || status === 429 || status >= 500;
  return await refuse(passing ? new Interruption(answer) : new DownloadError(answer));
}

/** Opens the kept part after its first bytes, and stores the tag that identifies the server's file. */
function openPart(part: string, from: number, { headers }: Response): Deno.FsFile {
  const etag = headers.get("etag") ?? "";
  // A weak tag may stay when bytes change, so it does not allow resuming.
  const tag = etag !== "" && !etag.startsWith("W/") ? etag : headers.get("last-modified");
  return storing(part, () => {
    const file = openOwn(part);
    file.truncateSync(from);
    file.seekSync(from, Deno.SeekMode.Start);
    if (from > 0) return file;
    if (tag === null) discardTag(part);
    else writeWhole(`${part}.tag`, tag);
    return file;
  });
}

function discardTag(part: string): void {
  if (readTag(part) !== undefined) Deno.removeSync(`${part}.tag`);
}

function readTag(part: string): string | undefined {
  return unlessMissing(() => Deno.readTextFileSync(`${part}.tag`), undefined);
}

function sizeOf(path: string): number {
  return unlessMissing(() => Deno.statSync(path).size, 0);
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** What fetch says, without its repetitions of the address. */
function plain(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause.message : error.message;
  return cause.replace(/^error sending request for url \([^)]*\):? ?/, "").trim() || error.message;
}
