/**
 * Where reconstructions are written that go with a table of latent means; null for AnnData, which has room for them.
 *
 * @example
 * ```ts
 * import { reconstructionPath } from "./reconstruction_path.ts";
 * if (reconstructionPath("a/latent.csv") !== "a/latent.reconstruction.csv") throw new Error("wrong name");
 * if (reconstructionPath("a/latent.h5ad") !== null) throw new Error("they are in the file itself");
 * ```
 */
export function reconstructionPath(path: string): string | null {
  const [, name, ending] = /^(.*)\.(csv|parquet)$/.exec(path) ?? [];
  return name === undefined ? null : `${name}.reconstruction.${ending}`;
}
