import { contentHash } from "./_content_hash.ts";
import { formatOf } from "./formats/mod.ts";

/**
 * Hex SHA-256 of all files that a matrix is read from.
 *
 * @throws {InputError} If no format takes it: a folder is not read for its hash before that is known.
 */
export async function hashMatrixFiles(path: string, cache: string): Promise<string> {
  const { files } = await formatOf(path);
  return await contentHash(path, cache, files?.(path));
}
