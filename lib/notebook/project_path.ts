import { fileURLToPath } from "node:url";

/**
 * A path inside of the project, wherever the program was started: a notebook's kernel runs in notebooks/.
 *
 * @param path Relative to the project's folder; an absolute path is returned as it is.
 *
 * @example
 * ```ts
 * import { projectPath } from "./project_path.ts";
 * if (!(await Deno.stat(projectPath("deno.json"))).isFile) throw new Error("not the project's folder");
 * ```
 */
export function projectPath(path: string): string {
  return fileURLToPath(new URL(path, new URL("../../", import.meta.url)));
}
