import { fileURLToPath } from "node:url";
import { shellWord } from "../../format/shell_word.ts";
import { allowing, projectRoot } from "../execute/deno_process.ts";

/**
 * The batch script of an array job. It replaces itself by the program, so that Slurm's signals reach that
 * without a shell in between.
 *
 * @param tag Which task lists of the folder the job works through.
 */
export function batchScript(folder: string, tag: string): string {
  const root = fileURLToPath(projectRoot());
  const command = [
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-prompt",
    "--cached-only",
    "--allow-env",
    "--allow-sys",
    "--allow-read",
    "--allow-ffi",
    allowing("write", [folder]),
    allowing("run", [Deno.execPath()]),
    `--config=${root}deno.json`,
    fileURLToPath(new URL("./task.ts", import.meta.url)),
    folder,
    tag,
  ];
  return `#!/bin/bash
cd ${shellWord(root)} || exit 1
# Written by "deno task sweep --executor slurm": each task works through its list of runs.
exec ${command.map(shellWord).join(" \\\n  ")}
`;
}
