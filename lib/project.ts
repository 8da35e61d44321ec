import { fileURLToPath } from "node:url";

/**
 * A path inside of the project, wherever the program was started: a notebook's kernel runs in notebooks/.
 * Only code that serves users directly knows the project (command line, notebooks, benchmark); all other code is
 * given its folders.
 *
 * @param path Relative to the project's folder; an absolute path is returned as it is.
 */
export function projectPath(path: string): string {
  return fileURLToPath(new URL(path, new URL("../", import.meta.url)));
}

/** Where the project keeps data. */
export interface ProjectFolders {
  /** Parsed and prepared data; may be deleted at any time. */
  readonly cache: string;
  /** Downloaded cohorts, found by their name. */
  readonly dataFolder: string;
}

/** The project's folders for data, as `loadCohort`, `prepareOnce` and `planSweep` take them. */
export function projectFolders(): ProjectFolders {
  return { cache: projectPath(".cache/data"), dataFolder: projectPath("data") };
}
