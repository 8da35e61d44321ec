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
 * @param shown Whether what it writes to standard error is passed on as it comes, and not kept for a message.
 * @throws {Error} If it ends with another code than 0; its last lines are in the message.
 */
export async function timedCommand(
  [program, ...args]: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  { shown = false }: { readonly shown?: boolean } = {},
): Promise<TimedCommand> {
  const began = performance.now();
  const process = new Deno.Command(program!, {
    args,
    env: environment,
    stdin: "null",
    stdout: "piped",
    stderr: shown ? "inherit" : "piped",
  });
  const ended = await process.output(), { code, stdout } = ended;
  const seconds = (performance.now() - began) / 1000, decoder = new TextDecoder();
  if (code !== 0) {
    const said = shown ? "it has said why" : decoder.decode(ended.stderr);
    const last = said.trim().split("\n").slice(-5).join("\n");
    throw new Error(`${program} ended with exit code ${code}: ${last}`);
  }
  return { seconds, output: decoder.decode(stdout) };
}
