/** Processes whose command line has all of some parts. */
export function running(...parts: string[]): number[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter((pid) => {
    const command = pid ? textOf(`${pid}/cmdline`) : undefined;
    return command !== undefined && parts.every((part) => command.includes(part));
  });
}

/** Children of a process that run a program, or all of them. None where the process is gone. */
export function childrenOf(pid: number, program = ""): number[] {
  return running(program).filter((child) => parentOf(child) === pid);
}

/** A process's parent. Files "children" will not do: they omit some while others end or threads do. */
function parentOf(pid: number): number | undefined {
  const parent = /^PPid:\s+(\d+)/m.exec(textOf(`${pid}/status`) ?? "")?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** What the system says of a process or a thread in a file of /proc; undefined if it is gone. */
export function textOf(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(`/proc/${path}`);
  } catch {
    return undefined;
  }
}

/** Sends a signal to a process that may have ended by itself. */
export function signalTo(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Whether a process lives; one that has ended and was not waited for does not. Its first thread may have ended
 * before the others: files stay open, and locked, until the last one has.
 */
export function lives(pid: number): boolean {
  return threadsOf(pid).some((thread) => !/[ZX]/.test(stateOf(`${pid}/task/${thread}`) ?? "X"));
}

function threadsOf(pid: number): string[] {
  try {
    return [...Deno.readDirSync(`/proc/${pid}/task`)].map(({ name }) => name);
  } catch {
    return []; // the process is gone, and its folder with it
  }
}

/** The letter that stands for a process's or a thread's state; undefined if it is gone. */
function stateOf(path: string): string | undefined {
  return /^State:\s+(\w)/m.exec(textOf(`${path}/status`) ?? "")?.[1];
}

/** When a process began, in ms since the machine did. */
export function beginOf(pid: number): number {
  // Its name stands before, in brackets, and may hold anything; times are in hundredths of a second.
  const fields = textOf(`${pid}/stat`)!.replace(/^.*\) /s, "").split(" ");
  return 10 * Number(fields[19]);
}

/** Whether a debugger, such as strace, has a process. */
export function isTraced(pid: number): boolean {
  return /^TracerPid:\s+[1-9]/m.test(textOf(`${pid}/status`) ?? "");
}

/** Whether a process is stopped, as by SIGSTOP. */
export function stopped(pid: number): boolean {
  return stateOf(`${pid}`) === "T";
}
