import { unlessMissing } from "../../files.ts";

/** Bytes that are read at once. */
const CHUNK = 1 << 20;

/**
 * Reads what was appended to files since it was last asked, line by line. The last line is left until it is
 * whole: its writer may be at it.
 */
export class LineFollower {
  readonly #ends = new Map<string, number>();

  /** Whole lines, without their ends, that a file has got since the last call. */
  *read(path: string): Generator<Uint8Array> {
    using file = Deno.openSync(path);
    let end = this.#ends.get(path) ?? 0, kept = new Uint8Array(0);
    if (file.statSync().size <= end) return;
    file.seekSync(end, Deno.SeekMode.Start);
    const chunk = new Uint8Array(CHUNK);
    for (let count = file.readSync(chunk); count !== null; count = file.readSync(chunk)) {
      const bytes = new Uint8Array(kept.length + count);
      bytes.set(kept);
      bytes.set(chunk.subarray(0, count), kept.length);
      let start = 0;
      for (let stop = bytes.indexOf(10); stop >= 0; stop = bytes.indexOf(10, start)) {
        const line = bytes.subarray(start, stop);
        start = stop + 1;
        end += line.length + 1;
        this.#ends.set(path, end);
        yield line;
      }
      kept = bytes.subarray(start);
    }
  }
}

/** Paths of a folder's files with such an ending, sorted; none if there is no such folder. */
export function filesEnding(folder: string, ending: string): string[] {
  return unlessMissing(() => [...Deno.readDirSync(folder)], [])
    .filter(({ name, isDirectory }) => !isDirectory && name.endsWith(ending))
    .map(({ name }) => `${folder}/${name}`).sort();
}
