import pl from "nodejs-polars";
import { InputError } from "../../errors.ts";
import { unlessMissing } from "../../files.ts";

/**
 * Reads a table that a sweep wrote, as a frame.
 *
 * @param path Of a Parquet file.
 * @param columns Those that are read. @default all
 * @returns Null if there is no such file.
 * @throws {InputError} If the file is damaged.
 */
export function readTable(path: string, columns?: string[]): pl.DataFrame | null {
  if (!unlessMissing(() => Deno.statSync(path), null)) return null;
  try {
    return pl.readParquet(path, columns && { columns });
  } catch (error) {
    throw new InputError(
      `Cannot read ${path}: it is damaged (${
        (error as Error).message
      }); where its folder has runs/, delete this ` +
        "file and call `deno task sweep` once more, which rewrites it",
      { cause: error },
    );
  }
}
