import { CommanderError } from "commander";
import { DownloadFailure } from "../data/download/download.ts";
import { accessError, InputError, storageError } from "../errors.ts";
import { enterUserFolder } from "./_user_folder.ts";
import { complain } from "../format/print.ts";

/**
 * Runs a command in the folder where the user gave it, and ends the process with its exit code. Wrong input gives one line and code 2, no space for
 * results one line and code 5, a download that fails one line and code 6; anything else that is thrown is a defect
 * and shows its stack.
 */
export async function main(command: (args: readonly string[]) => Promise<number>): Promise<never> {
  Deno.exit(
    await exitCode(() => {
      enterUserFolder();
      return command(Deno.args);
    }),
  );
}

/** The exit code of a command that may refuse its input. */
export async function exitCode(command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof InputError) {
      complain(error.message);
      return 2;
    }
    if (error instanceof DownloadFailure) {
      complain(error.message);
      return 6;
    }
    if (error instanceof Deno.errors.NotCapable) {
      complain(
        `Not permitted: ${error.message.split(",")[0]}; deno.json says where a task may`,
      );
      return 2;
    }
    const refused = accessError(error);
    if (refused) {
      complain(refused.message);
      return 2;
    }
    const problem = storageError("the results", error);
    if (!problem) throw error;
    complain(problem.message);
    return 5;
  }
}
