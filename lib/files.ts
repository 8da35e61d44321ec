/** Options of {@linkcode writeWhole}. */
export interface WriteOptions {
  /**
   * Whether other processes may write the same file at the same time: the temporary file then has a unique name.
   * @default false
   */
  readonly shared?: boolean;
}

/**
 * Writes a file completely or not at all: under a temporary name first, then under its own. A reader finds the old or
 * the new, and a full disk or a killed process leaves the old.
 *
 * @param path Where to; its folder has to be there. `path.part` is written first.
 * @param content Text is written as UTF-8.
 * @throws What the system says, such as of a full disk; the file is then as it was.
 */
export function writeWhole(
  path: string,
  content: string | Uint8Array,
  { shared = false }: WriteOptions = {},
): void {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const beside = shared ? `${path}.${crypto.randomUUID()}.tmp` : `${path}.part`;
  try {
    Deno.writeFileSync(beside, bytes);
    Deno.renameSync(beside, path);
  } catch (error) {
    removeIfThere(beside);
    throw error;
  }
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It may not exist; the reason why it could not be written is what matters.
  }
}

/**
 * Reads, or returns a fallback where there is no such file or folder.
 *
 * @throws Whatever else the system says, such as that it may not be read.
 */
export function unlessMissing<Found, Other>(read: () => Found, otherwise: Other): Found | Other {
  try {
    return read();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return otherwise;
    throw error;
  }
}
