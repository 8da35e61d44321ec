import { resolve } from "node:path";
import { inheritedEnvironment } from "../tensorflow/inherited_environment.ts";
import { allowing } from "../sweep/execute/deno_process.ts";
import { projectPath } from "../project.ts";
import { outlived, taskCommand } from "./_task_process.ts";
import { USER_FOLDER } from "./_user_folder.ts";
import { complain } from "../format/print.ts";

/** Names the folder for which a process was started with permission, so that none starts another in turn. */
const STARTED = "VAE_SENSITIVITY_WRITES_IN";

/**
 * Lets a command write in a folder that the user named, wherever it is. Permissions are fixed when a process starts, so
 * where this one may not write there, the task is started again with the permission added, and said so in a line.
 *
 * @param task The task of deno.json that this process is.
 * @param folder As the user named it.
 * @returns The exit code of that process, which has done all that there is to do; null if this one may go on.
 */
export async function restartToWrite(task: string, folder: string): Promise<number | null> {
  const path = resolve(folder), run = { name: "run", command: Deno.execPath() } as const;
  const may = (descriptor: Deno.PermissionDescriptor) =>
    Deno.permissions.querySync(descriptor).state === "granted";
  if (may({ name: "write", path }) || !may(run) || Deno.env.get(STARTED) === path) return null;
  const { args, write } = await taskCommand(task), granted = allowing("write", [...write, path]);
  complain(
    granted.includes("=")
      ? `${folder}: permission to write in this folder is added to those of \`deno task ${task}\``
      : `${folder}: no list of folders can hold the comma in this name, so \`deno task ${task}\` may write anywhere`,
  );
  const process = new Deno.Command(Deno.execPath(), {
    args: [...args.slice(0, -1), granted, args.at(-1)!, ...Deno.args],
    cwd: projectPath("."),
    clearEnv: true,
    env: { ...inheritedEnvironment(), [USER_FOLDER]: Deno.cwd(), [STARTED]: path },
  }).spawn();
  return await outlived(process);
}
