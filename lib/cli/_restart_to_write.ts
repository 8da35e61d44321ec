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
 * Lets a command write in folders that the user named, wherever they are. Permissions are fixed when a process starts, so
 * where this one may not write in one of them, the task is started again with the permission added, and said so in a line.
 *
 * @param task The task of deno.json that this process is.
 * @param folders As the user named them.
 * @returns The exit code of that process, which has done all that there is to do; null if this one may go on.
 */
export async function restartToWrite(
  task: string,
  ...folders: readonly string[]
): Promise<number | null> {
  const run = { name: "run", command: Deno.execPath() } as const;
  const may = (descriptor: Deno.PermissionDescriptor) =>
    Deno.permissions.querySync(descriptor).state === "granted";
  const paths = folders.map((folder) => resolve(folder)), started = JSON.stringify(paths);
  const lacking = folders.filter((_, i) => !may({ name: "write", path: paths[i]! }));
  if (lacking.length === 0 || !may(run) || Deno.env.get(STARTED) === started) return null;
  const { args, write } = await taskCommand(task);
  const granted = allowing("write", [...write, ...lacking.map((folder) => resolve(folder))]);
  for (const folder of new Set(lacking)) {
    complain(
      granted.includes("=")
        ? `${folder}: permission to write in this folder is added to those of \`deno task ${task}\``
        : `${folder}: no list of folders can hold the comma in this name, so \`deno task ${task}\` may write anywhere`,
    );
  }
  const process = new Deno.Command(Deno.execPath(), {
    args: [...args.slice(0, -1), granted, args.at(-1)!, ...Deno.args],
    cwd: projectPath("."),
    clearEnv: true,
    env: { ...inheritedEnvironment(), [USER_FOLDER]: Deno.cwd(), [STARTED]: started },
  }).spawn();
  return await outlived(process);
}
