import { dirname } from "node:path";
import { InputError } from "../errors.ts";
import type { TrainedModel } from "../training/trained_model.ts";
import type { EmbeddingFile, EmbeddingFileOptions } from "./embedding_file.ts";
import { TableFiles } from "./_table_files.ts";

const ENDINGS = /\.(?:h5ad|parquet|csv)$/;

/**
 * Refuses what cannot be written, before anything is computed.
 *
 * @throws {InputError} If the ending is not known, or no file can have that name.
 */
export function checkEmbeddingPath(path: string): void {
  if (!ENDINGS.test(path)) {
    throw new InputError(
      `--out: got "${path}", takes a file that ends with .h5ad, .parquet or .csv`,
    );
  }
  if (kindOf(path) === "folder") {
    throw new InputError(`--out: got "${path}", which is a folder; give the name of a file`);
  }
  if (kindOf(dirname(path)) === "file") {
    throw new InputError(
      `--out: got "${path}", but ${dirname(path)} is a file; choose another folder`,
    );
  }
}

/**
 * Begins to write an embedding: AnnData, CSV or Parquet by the path's ending. Files appear whole or not at all.
 *
 * @param path Its folder has to be there.
 * @throws {InputError} As {@linkcode checkEmbeddingPath} does.
 * @throws {StorageError} If no file can be made there.
 *
 * @example
 * ```ts ignore
 * using file = await openEmbeddingFile("latent.h5ad", trained);
 * file.write(await embedSamples(trained, "new.csv"));
 * ```
 */
export async function openEmbeddingFile(
  path: string,
  trained: TrainedModel,
  { reconstruct = false, provenance = {} }: EmbeddingFileOptions = {},
): Promise<EmbeddingFile> {
  checkEmbeddingPath(path);
  if (!path.endsWith(".h5ad")) return new TableFiles(path, trained, { reconstruct });
  // The library for HDF5 asks for permissions when it is loaded.
  const { AnnDataFile } = await import("./_anndata_file.ts");
  return await AnnDataFile.create(path, trained, { reconstruct, provenance });
}

/** What there is of a name; undefined if nothing. */
function kindOf(path: string): "folder" | "file" | undefined {
  try {
    return Deno.statSync(path).isDirectory ? "folder" : "file";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof Deno.errors.NotADirectory) return kindOf(dirname(path));
    throw error;
  }
}
