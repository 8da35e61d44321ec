/** Where the kernel's groups for limiting memory are, in their two versions. */
const GROUPS = [
  { folder: "/sys/fs/cgroup/memory", limit: "memory.limit_in_bytes" },
  { folder: "/sys/fs/cgroup", limit: "memory.max" },
];

/** Gives processes that are moved into it so little further memory that the kernel kills them. */
export class MemoryLimit implements Disposable {
  readonly #folder: string;

  /** @param bytes Of memory that processes ask for after they were moved. */
  constructor(bytes: number) {
    const { folder, limit } = groups();
    this.#folder = `${folder}/vae-sensitivity-${Deno.pid}`;
    Deno.mkdirSync(this.#folder);
    Deno.writeTextFileSync(`${this.#folder}/${limit}`, `${bytes}`);
  }

  limit(pid: number): void {
    Deno.writeTextFileSync(`${this.#folder}/cgroup.procs`, `${pid}`);
  }

  /** How many of its processes the kernel has killed. */
  get kills(): number {
    const [, count] = /^oom_kill (\d+)$/m.exec(this.#read("memory.oom_control")) ??
      /^oom_kill (\d+)$/m.exec(this.#read("memory.events")) ?? [];
    return Number(count ?? 0);
  }

  #read(name: string): string {
    try {
      return Deno.readTextFileSync(`${this.#folder}/${name}`);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return "";
      throw error;
    }
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.#folder);
  }
}

function groups(): typeof GROUPS[number] {
  for (const group of GROUPS) {
    try {
      if (Deno.readTextFileSync(`${group.folder}/cgroup.controllers`).includes("memory")) {
        return group;
      }
    } catch {
      // not of the second version
    }
    try {
      Deno.statSync(`${group.folder}/${group.limit}`);
      return group;
    } catch {
      // not of the first one either
    }
  }
  throw new Error("this system has no groups that limit memory");
}

/** Whether this system lets tests limit memory; says aloud if not. */
export function memoryLimits(): boolean {
  try {
    using _limit = new MemoryLimit(1 << 20);
    return true;
  } catch (error) {
    console.error(`SKIPPED: a fault test needs to limit memory: ${(error as Error).message}`);
    return false;
  }
}
