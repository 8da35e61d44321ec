import { fileURLToPath } from "node:url";
import { shellWord } from "../../format/shell_word.ts";
import { allowing } from "../execute/deno_process.ts";

/** The project's folder, where deno.json and node_modules are. */
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * The batch script of an array job. It becomes the program itself, so that signals of Slurm reach it
 * without a shell in between.
 *
 * @param folder The result folder.
 * @param tag Which task lists of the folder the job works through.
 */
export function batchScript(folder: string, tag: string): string {
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
    `--config=${ROOT}deno.json`,
    `${ROOT}lib/sweep/slurm/task.ts`,
    folder,
    tag,
  ];
  return `#!/bin/bash
cd ${shellWord(ROOT)} || exit 1
# Written by "deno task sweep --executor slurm": each task works through its list of runs.
exec ${command.map(shellWord).join(" \\\n  ")}
`;
}
