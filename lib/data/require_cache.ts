import { InputError, StorageError, systemCode, userName } from "../errors.ts";
import { makeFolder } from "../files/make_folder.ts";
import { NewFile } from "../files/new_file.ts";
import { shellWord } from "../format/shell_word.ts";

/** What the system says where this user may not write, whoever else may. */
const DENIED = new Set(["EACCES", "EPERM"]);

/**
 * Makes the folder for prepared data, in which every user of a shared installation has to be able to write.
 *
 * @throws {InputError} If this one may not; it names the user and what the folder's owner can do.
 * @throws {StorageError} If there is no room.
 */
export function requireCache(folder: string): void {
  try {
    makeFolder(folder);
    new NewFile(`${folder}/any`)[Symbol.dispose]();
  } catch (error) {
    if (!(error instanceof StorageError && DENIED.has(systemCode(error.cause)))) throw error;
    const word = shellWord(folder);
    throw new InputError(
      `Cannot keep prepared data as ${userName()}: access to ${folder} is denied; who installed this can give it to ` +
        `all users with \`mkdir -p ${word} && chmod a+rwxt ${word}\``,
      { cause: error },
    );
  }
}
