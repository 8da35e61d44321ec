import { unlessMissing } from "../lib/files.ts";

const made: string[] = [];

globalThis.addEventListener("unload", () => {
  for (const path of made) {
    unlessMissing(() => Deno.removeSync(path, { recursive: true }), undefined);
  }
});

/** A new folder for a test, which is removed with all that is in it when the tests of its file have ended. */
export function temporaryFolder(options: Deno.MakeTempOptions = {}): string {
  const path = Deno.makeTempDirSync(options);
  made.push(path);
  return path;
}
