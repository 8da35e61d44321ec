import { projectPath } from "../project.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A task's command line after `deno`, and where it may write; it is run in the project's folder. */
export async function taskCommand(
  task: string,
): Promise<{ readonly args: string[]; readonly write: readonly string[] }> {
  const { tasks, permissions } = JSON.parse(await Deno.readTextFile(projectPath("deno.json")));
  const command: string = tasks[task].command, [, set] = / -P=(\S+)/.exec(command)!;
  const words = command.replace("$(deno eval -p 'Deno.execPath()')", "\0").split(" ").slice(1);
  return {
    args: words.map((word) => word.replace("\0", Deno.execPath())),
    write: permissions[set!].write,
  };
}

/**
 * Waits for a process, to which it hands on signals; a terminal's Ctrl-C reaches both by itself.
 *
 * @returns Its exit code.
 */
export async function outlived(process: Deno.ChildProcess): Promise<number> {
  const onTerminal = [Deno.stdin, Deno.stdout, Deno.stderr].some((stream) => stream.isTerminal());
  const handlers = SIGNALS.map((signal) => {
    const handler = () => {
      if (signal === "SIGINT" && onTerminal) return;
      try {
        process.kill(signal);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // it has ended already
      }
    };
    Deno.addSignalListener(signal, handler);
    return { signal, handler };
  });
  const { code } = await process.status;
  for (const { signal, handler } of handlers) Deno.removeSignalListener(signal, handler);
  return code;
}
