import type { DataFormat } from "./format.ts";

/** AnnData's .h5ad: X, and types in obs. The library is loaded when a file is read. */
export const anndata: DataFormat = {
  name: "AnnData",
  endings: ["h5ad"],
  isNative: true,
  recognize: ({ start }) => start.startsWith("\x89HDF"),
  async read(...args) {
    const { readAnnDataTable } = await import("./_anndata_table.ts");
    return await readAnnDataTable(...args);
  },
  types: {
    async read(path, column) {
      const { readAnnDataTypes } = await import("./_anndata_types.ts");
      return await readAnnDataTypes(path, column);
    },
    async own(path, column, sample) {
      const { frameOf, hasAnnDataTypes, readAnnDataTypes } = await import("./_anndata_types.ts");
      const frame = await frameOf(path, sample);
      if (column === undefined && !await hasAnnDataTypes(path, frame)) return undefined;
      return await readAnnDataTypes(path, column, frame);
    },
    async check(path) {
      const { tryColumns } = await import("./_anndata_types.ts");
      await tryColumns(path);
    },
  },
};
