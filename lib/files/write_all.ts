/**
 * Writes all bytes. A write may be short without an error, as on a disk that has just become full; the next
 * one then says why.
 */
export function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    const count = file.writeSync(bytes.subarray(written));
    if (count === 0) {
      throw Object.assign(new Error(`only ${written} of ${bytes.length} bytes were written`), {
        code: "ENOSPC",
      });
    }
    written += count;
  }
}
