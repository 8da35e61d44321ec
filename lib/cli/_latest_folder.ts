import { InputError } from "../errors.ts";
import { projectPath } from "../project.ts";
import { shortPath } from "../format/short_path.ts";

/** The result folder in the project's outputs/ that was written last; `purpose` says what it is needed for. */
export function latestFolder(purpose: string): string {
  const outputs = shortPath(projectPath("outputs"));
  let latest: { readonly path: string; readonly time: number } | undefined;
  try {
    for (const { name, isDirectory } of Deno.readDirSync(outputs)) {
      const path = `${outputs}/${name}`;
      if (!isDirectory || ![...Deno.readDirSync(path)].some((file) => file.name === "sweep.json")) {
        continue;
      }
      const time = Deno.statSync(`${path}/sweep.json`).mtime!.getTime();
      if (!latest || time > latest.time) latest = { path, time };
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  if (latest) return latest.path;
  throw new InputError(
    `Cannot ${purpose}: ${outputs}/ holds no sweep; run \`deno task sweep\` or name a folder`,
  );
}
