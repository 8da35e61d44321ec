import { ContentWatch } from "../content_watch.ts";
import type { DataFormat } from "./format.ts";

/** Parquet: one column of ids, all others numbers; or a table of samples. The library is loaded when a file is read. */
export const parquet: DataFormat = {
  name: "Parquet",
  endings: ["parquet"],
  isNative: true,
  recognize: ({ start }) => start.startsWith("PAR1"),
  takes: ["geneColumn"],
  async read(...args) {
    await ContentWatch.current?.hold(args[0]);
    const { readParquetTable } = await import("./_parquet_table.ts");
    return await readParquetTable(...args);
  },
  phenotype: {
    isBesideMatrix: false,
    async read(path) {
      await ContentWatch.current?.hold(path);
      const { readParquetPhenotype } = await import("./_parquet_phenotype.ts");
      return await readParquetPhenotype(path);
    },
  },
};
