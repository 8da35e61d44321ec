import { systemCode } from "../errors.ts";

/** What the system says where a file system, such as some of clusters, has no locks. */
const NO_LOCKS = new Set(["ENOSYS", "ENOLCK", "EOPNOTSUPP", "ENOTSUP"]);

/**
 * Takes a file's lock for as long as it is open.
 *
 * @returns Whether it was free; undefined where the file system has no locks.
 */
export function tryLock(file: Deno.FsFile): boolean | undefined {
  return locking(() => file.tryLockSync(true));
}

/**
 * Waits until a file's lock is free, and takes it for as long as it is open. Where the file system has no locks, nothing is
 * waited for: work that several processes may do at once goes on.
 */
export async function waitForLock(file: Deno.FsFile): Promise<void> {
  try {
    await file.lock(true);
  } catch (error) {
    if (!NO_LOCKS.has(systemCode(error))) throw error;
  }
}

/**
 * Whether a living process has a file locked; the check blocks no other process.
 *
 * @returns Undefined where the file system has no locks.
 */
export function isLocked(path: string): boolean | undefined {
  using file = Deno.openSync(path);
  return locking(() => {
    if (!file.tryLockSync(false)) return true;
    file.unlockSync();
    return false;
  });
}

function locking(lock: () => boolean): boolean | undefined {
  try {
    return lock();
  } catch (error) {
    if (NO_LOCKS.has(systemCode(error))) return undefined;
    throw error;
  }
}
