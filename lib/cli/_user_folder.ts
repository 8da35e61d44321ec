import { InputError } from "../errors.ts";

/** The variable in which `deno task` hands on the folder where it was called; it runs in the project's itself. */
export const USER_FOLDER = "INIT_CWD";

/**
 * Makes the folder in which the user gave the command the current one, so that relative paths mean what they mean there,
 * and messages show them as they were typed. What is the project's own is named by `projectPath`.
 *
 * The variable is deleted: programs started from here may call tasks from other folders.
 *
 * @throws {InputError} If there is no such folder.
 */
export function enterUserFolder(): void {
  const folder = Deno.env.get(USER_FOLDER);
  if (!folder) return;
  try {
    Deno.chdir(folder);
  } catch (error) {
    throw new InputError(
      `Cannot go to ${folder}, the folder of the command by ${USER_FOLDER}: ${
        (error as Error).message
      }`,
      { cause: error },
    );
  }
  Deno.env.delete(USER_FOLDER);
}
