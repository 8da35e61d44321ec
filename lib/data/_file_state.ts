/** Milliseconds in which a file may change twice and look the same: a change just before is not trusted. */
const COARSEST_CLOCK = 3000;

/** What tells, without reading a file, whether it is still the one that it was. */
export interface FileState {
  /** Device, inode, size, and times of change, of which no program can set back the last. */
  readonly identity: string;
  /**
   * Whether any later change shows in the identity: not where the file was changed just before, or the system keeps no
   * such times.
   */
  readonly isSettled: boolean;
}

/** What a file is now; undefined where there is none. */
export async function fileState(path: string): Promise<FileState | undefined> {
  try {
    const { dev, ino, size, mtime, ctime } = await Deno.stat(path);
    const isKept = mtime !== null && ctime !== null && Boolean(ino);
    return {
      identity: [dev, ino, size, mtime?.getTime(), ctime?.getTime()].join(),
      isSettled: isKept && Date.now() - ctime.getTime() >= COARSEST_CLOCK,
    };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined; // reading it says so
    throw error;
  }
}
