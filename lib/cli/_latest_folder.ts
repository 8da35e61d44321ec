import { InputError } from "../errors.ts";

/** Where results are kept unless told otherwise. */
const OUTPUTS = "outputs";

/** The result folder in outputs/ that was written last; `purpose` says what it is needed for. */
export function latestFolder(purpose: string): string {
  let latest: { readonly path: string; readonly time: number } | undefined;
  try {
    for (const { name, isDirectory } of Deno.readDirSync(OUTPUTS)) {
      const path = `${OUTPUTS}/${name}`;
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
    `Cannot ${purpose}: ${OUTPUTS}/ holds no sweep; run \`deno task sweep\` or name a folder`,
  );
}
