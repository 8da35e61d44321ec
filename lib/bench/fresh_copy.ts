import { basename } from "node:path";
import { gzipSync } from "node:zlib";

/** Copies made so far: no two have the same bytes. */
let copies = 0;

/**
 * Copies a gzip file so that it has another hash and the same content: an empty member is added, whose
 * time stamp is this moment's. Nothing that is cached by content knows it.
 *
 * @param path A file that ends in .gz.
 * @param folder Where the copy goes, under the same name.
 * @returns The copy's path.
 */
export async function freshCopy(path: string, folder: string): Promise<string> {
  const copy = `${folder}/${basename(path)}`, member = new Uint8Array(gzipSync(""));
  // Bytes 4 to 7 of a member's header are its time stamp (RFC 1952).
  new DataView(member.buffer).setUint32(4, (Date.now() + copies++) >>> 0, true);
  const content = await Deno.readFile(path), bytes = new Uint8Array(content.length + member.length);
  bytes.set(content);
  bytes.set(member, content.length);
  await Deno.writeFile(copy, bytes);
  return copy;
}
