/**
 * Highest resident set of a process so far, in GB. Linux only, as it is read from /proc.
 *
 * @param process Its number, or "self".
 * @throws {Deno.errors.NotFound} If there is no such process, or no /proc.
 */
export async function peakGigabytes(process: number | "self"): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${process}/status`);
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) * 1024 / 1e9;
}
