import { projectPath } from "../project.ts";

/** The command line of one of the project's tasks: what users call is what is measured, permissions included. */
export function task(name: string, ...args: readonly string[]): string[] {
  return [Deno.execPath(), "task", "--quiet", "--cwd", projectPath("."), name, ...args];
}
