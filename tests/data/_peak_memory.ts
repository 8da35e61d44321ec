import { textOf } from "../faults/_processes.ts";

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

/** Of a process that has just ended, none. */
function memoryOf(pid: number): number {
  const [, kilobytes = 0] = /VmRSS:\s+(\d+)/.exec(textOf(`${pid}/status`) ?? "") ?? [];
  const children = (textOf(`${pid}/task/${pid}/children`) ?? "").trim().split(" ").filter(Boolean);
  const started = children.map((child) => memoryOf(Number(child)));
  return started.reduce((sum, bytes) => sum + bytes, 1024 * Number(kilobytes));
}
