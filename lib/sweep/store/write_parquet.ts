import type pl from "nodejs-polars";
import { writeWhole } from "../../files.ts";
import { withoutKeyValues } from "./_parquet_footer.ts";

/**
 * Writes a table as a Parquet file that every reader opens and filters: texts are plain strings, whatever Polars has
 * in memory. The file is replaced whole.
 *
 * @param path Its folder has to be there.
 */
export function writeParquet(path: string, frame: pl.DataFrame): void {
  writeWhole(path, withoutKeyValues(frame.writeParquet({ compression: "zstd" })));
}
