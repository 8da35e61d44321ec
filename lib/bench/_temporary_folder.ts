import { projectPath } from "../project.ts";

/** A folder that is removed when it is no longer in use; in outputs/, where tasks may write. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = Deno.makeTempDirSync({ dir: projectPath("outputs"), prefix: "bench-" });
  return { path, [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }) };
}
