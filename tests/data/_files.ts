import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

/** Calls `use` with the path of a temporary file of this content. */
export async function withFile<T>(
  content: string | Uint8Array,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const path = await Deno.makeTempFile({ suffix: ".tsv" });
  try {
    await Deno.writeFile(path, typeof content === "string" ? encode(content) : content);
    return await use(path);
  } finally {
    await Deno.remove(path);
  }
}

/** Calls `use` with the path of a temporary folder, whose name a shell or a URL would have to quote. */
export async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "a lab's own ü, " });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

export function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function gzip(content: string | Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(content));
}

/** The text in UTF-16 with byte order mark, as Excel writes it. */
export function utf16(text: string, isBigEndian = false): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2));
  ("\ufeff" + text).split("").forEach((unit, i) =>
    view.setUint16(2 * i, unit.charCodeAt(0), !isBigEndian)
  );
  return new Uint8Array(view.buffer);
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The folder of the real cohorts, or undefined (said once) where they are not on this machine. */
export const REAL_DATA = findRealData();

/** The folder of small inputs as users have them, or undefined (said once) where they are not on this machine. */
export const CASES = findCases();

function findCases(): string | undefined {
  const folder = fileURLToPath(new URL("../../../shared/cases", import.meta.url));
  try {
    Deno.statSync(folder);
    return folder;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.warn(`Skipping tests on users' inputs: none in ${folder}`);
    return undefined;
  }
}

function findRealData(): string | undefined {
  const folder = Deno.env.get("VAE_SENSITIVITY_DATA") ??
    fileURLToPath(new URL("../../../shared/data/tcga", import.meta.url));
  try {
    Deno.statSync(`${folder}/rtcga350.geneExp.xena.gz`);
    return folder;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.warn(`Skipping tests on real cohorts: none in ${folder} (set VAE_SENSITIVITY_DATA)`);
    return undefined;
  }
}

export function fixture(name: string): unknown {
  return JSON.parse(Deno.readTextFileSync(new URL(`../fixtures/${name}`, import.meta.url)));
}
