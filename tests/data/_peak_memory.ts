/** How a process ended, and the most memory that it and those that it started had at once, in bytes. */
export interface Measured {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly peak: number;
}

/** Milliseconds between two looks. */
const EVERY = 50;

/** Runs a command and looks at its memory, by Linux' /proc. */
export async function measured(command: string, args: readonly string[]): Promise<Measured> {
  const child = new Deno.Command(command, {
    args: [...args],
    stdout: "piped",
    stderr: "piped",
    stdin: "null",
  })
    .spawn();
  let peak = 0;
  const timer = setInterval(() => peak = Math.max(peak, memoryOf(child.pid)), EVERY);
  const { code, stdout, stderr } = await child.output();
  clearInterval(timer);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr), peak };
}

function memoryOf(pid: number): number {
  try {
    const [, kilobytes = 0] = /VmRSS:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${pid}/status`)) ??
      [];
    const children = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).trim().split(" ");
    const started = children.filter(Boolean).map((child) => memoryOf(Number(child)));
    return started.reduce((sum, bytes) => sum + bytes, 1024 * Number(kilobytes));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0; // it has just ended
    throw error;
  }
}
