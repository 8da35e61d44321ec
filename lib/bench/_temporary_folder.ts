import { projectPath } from "../project.ts";

/** A folder that is removed when it is no longer in use; in outputs/, where tasks may write. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const dir = projectPath("outputs");
  Deno.mkdirSync(dir, { recursive: true });
  const path = Deno.makeTempDirSync({ dir, prefix: "bench-" });
  return { path, [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }) };
}
