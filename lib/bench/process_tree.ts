/** Memory of a process and all that it has started, in GB. */
export interface TreeMemory {
  /** Of all processes: pages that several share are counted once. */
  readonly total: number;
  /** Of each process, by its number. */
  readonly byProcess: ReadonlyMap<number, number>;
}

/** Processes that a process has started, whichever of its threads did, and those that they have. */
function descendants(process: number): number[] {
  const children = namesIn(`/proc/${process}/task`).flatMap((thread) =>
    textOf(`/proc/${process}/task/${thread}/children`).trim().split(" ").filter(Boolean).map(Number)
  );
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** A process may end while it is looked at. */
function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

/**
 * What a process and all that it has started hold in memory now. Linux only, as it is read from /proc.
 *
 * @param process Its number.
 */
export function treeMemory(process: number): TreeMemory {
  const byProcess = new Map<number, number>();
  for (const one of [process, ...descendants(process)]) {
    const rollup = textOf(`/proc/${one}/smaps_rollup`);
    const kilobytes = Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);
    byProcess.set(one, kilobytes * 1024 / 1e9);
  }
  return { total: byProcess.values().reduce((sum, size) => sum + size, 0), byProcess };
}
