import type { DataFormat } from "./format.ts";

/** AnnData's .h5ad: X, and what is known about samples in obs. The library is loaded when a file is read. */
export const anndata: DataFormat = {
  name: "AnnData",
  endings: ["h5ad"],
  isNative: true,
  recognize: ({ start }) => start.startsWith("\x89HDF"),
  async read(...args) {
    const { readAnnDataTable } = await import("./_anndata_table.ts");
    return await readAnnDataTable(...args);
  },
  phenotype: {
    isBesideMatrix: true,
    async read(path, sample) {
      const { readAnnDataPhenotype } = await import("./_anndata_phenotype.ts");
      return await readAnnDataPhenotype(path, sample);
    },
    async check(path) {
      const { tryColumns } = await import("./_anndata_phenotype.ts");
      await tryColumns(path);
    },
  },
};
