import type { DataFormat } from "./format.ts";

const SIGNATURE = "\x89HDF\r\n\x1a\n";
/** Where it stands behind a block of the program's own, as in MuData's files. */
const OFFSETS = [512, 1024, 2048];

/** HDF5: AnnData's .h5ad with what is known about samples in obs, and 10x' .h5. The library is loaded when a file is read. */
export const hdf5: DataFormat = {
  name: "HDF5",
  endings: ["h5ad", "h5"],
  isNative: true,
  recognize: ({ start, text }) =>
    start.startsWith(SIGNATURE) ||
    !start.startsWith("MATLAB") && OFFSETS.some((at) => text.startsWith(SIGNATURE, at)),
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
