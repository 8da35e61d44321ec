import { unlessMissing } from "../../files.ts";

/** Folders in a result folder that the program writes in, also below; what else is there is the user's. */
const NAMES = new Set(["analysis", "export", "figures", "models", "runs", "slurm"]);

/** A folder that is written in, and what it holds. */
export interface OwnFolder {
  readonly path: string;
  readonly entries: readonly Deno.DirEntry[];
}

/** A result folder and the folders in it that are written in, each before those in it; no link is followed. */
export function* ownFolders(folder: string): Generator<OwnFolder> {
  yield* below(folder, (name) => NAMES.has(name));
}

function* below(path: string, isOwn: (name: string) => boolean): Generator<OwnFolder> {
  const entries = unlessMissing(() => [...Deno.readDirSync(path)], []);
  yield { path, entries };
  for (const { name, isDirectory } of entries) {
    if (isDirectory && isOwn(name)) yield* below(`${path}/${name}`, () => true);
  }
}
