import type { DataFormat } from "./format.ts";

/** HDF5: AnnData's .h5ad with what is known about samples in obs, and 10x' .h5. The library is loaded when a file is read. */
export const hdf5: DataFormat = {
  name: "HDF5",
  endings: ["h5ad", "h5"],
  isNative: true,
  recognize: ({ start }) => start.startsWith("\x89HDF"),
  takes: ["layer", "geneColumn"],
  async read(...args) {
    const { readHdf5Table } = await import("./_hdf5_table.ts");
    return await readHdf5Table(...args);
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
