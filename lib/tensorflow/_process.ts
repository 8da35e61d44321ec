import { Unavailable } from "./_unavailable.ts";

export interface Outcome {
  success: boolean;
  /** Both streams, standard output first. */
  output: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  cwd?: string;
  /** @default false */
  clearEnv?: boolean;
  /** In seconds, after which the program is ended. @default 600 */
  limit?: number;
}

/** Runs a program to its end; undefined where there is no such program. */
export async function run(
  program: string,
  args: string[],
  { limit = 600, ...options }: RunOptions = {},
): Promise<Outcome | undefined> {
  const signal = AbortSignal.timeout(limit * 1000);
  try {
    const command = new Deno.Command(program, { args, stdin: "null", signal, ...options });
    const { success, stdout, stderr } = await command.output();
    if (signal.aborted) throw new Unavailable(`${program} did not end within ${limit} s`);
    const decoder = new TextDecoder();
    return { success, output: decoder.decode(stdout) + decoder.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    // A program that exists but may not be started is as good as none.
    if (error instanceof Deno.errors.PermissionDenied) return undefined;
    throw error;
  }
}

/** The line of a program's output that says what went wrong. */
export function errorLine(output: string): string {
  // deno-lint-ignore no-control-regex -- colours
  const lines = output.replace(/\x1b\[[0-9;]*m/g, "").split("\n").map((line) => line.trim());
  const said = lines.filter((line) => line !== "");
  const named = said.filter((line) => /\berror\b/i.test(line));
  return (named.at(-1) ?? said.at(-1) ?? "it said nothing").replace(/^error:\s*/i, "");
}
