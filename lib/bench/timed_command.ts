/** How a process went. */
export interface TimedCommand {
  /** Wall clock from its start to its end. */
  readonly seconds: number;
  readonly output: string;
}

/**
 * Runs a program to its end and takes the time of the whole.
 *
 * @param command The program and its arguments.
 * @param environment Variables besides those of this process.
 * @throws {Error} If it ends with another code than 0; its last lines are in the message.
 */
export async function timedCommand(
  [program, ...args]: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<TimedCommand> {
  const began = performance.now();
  const process = new Deno.Command(program!, {
    args,
    env: environment,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  const { code, stdout, stderr } = await process.output();
  const seconds = (performance.now() - began) / 1000, decoder = new TextDecoder();
  if (code !== 0) {
    const last = decoder.decode(stderr).trim().split("\n").slice(-5).join("\n");
    throw new Error(`${program} ended with exit code ${code}: ${last}`);
  }
  return { seconds, output: decoder.decode(stdout) };
}
