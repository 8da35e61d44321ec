import { projectPath } from "../project.ts";

/** The command line of one of the project's tasks: what users call is what is measured, permissions included. */
export function task(name: string, ...args: readonly string[]): string[] {
  return [Deno.execPath(), "task", "--quiet", "--cwd", projectPath("."), name, ...args];
}

/** The command line of one of the benchmark's own programs, a file beside this one. */
export function program(file: string, ...args: readonly string[]): string[] {
  const url = new URL(file, import.meta.url).href;
  return [Deno.execPath(), "run", "--quiet", "-A", url, ...args];
}
