import { InputError } from "../../errors.ts";
import type { Hdf5File } from "./_hdf5.ts";
import { printable } from "./_printable.ts";

/** Names of a file's content that a message lists at most. */
const SHOWN = 10;

/** HDF5 files of other programs: what all of them have, what they are, and how to make one that can be read. */
const OTHERS: readonly [has: readonly string[], what: string, remedy: string][] = [
  [
    ["matrix", "row_attrs", "col_attrs"],
    "a loom file",
    'convert it in Python: scanpy.read_loom("…").write_h5ad("….h5ad")',
  ],
  [
    ["assays", "cell.names"],
    "an h5Seurat file",
    'convert it in R: SeuratDisk::Convert("…", dest = "h5ad")',
  ],
  [
    ["assay001"],
    "a SummarizedExperiment of R (HDF5Array)",
    "convert it in R: zellkonverter::writeH5AD()",
  ],
  [
    ["data/expression", "meta"],
    "a file of ARCHS4",
    "write the samples that you want with archs4py as tab-separated text",
  ],
  [["0/DATA/0/matrix"], "a GCTX file", "convert it with cmapPy: gctx2gct"],
  [
    ["est_counts", "aux"],
    "kallisto's result for one sample",
    "put the samples together with tximport, and write a table of genes × samples",
  ],
  [
    ["barcode_idx", "feature_idx"],
    "10x' molecule_info.h5",
    "give filtered_feature_bc_matrix.h5 from the same folder",
  ],
  [["model_weights"], "a Keras model", "give an expression matrix"],
  [["layers", "vars"], "weights of a Keras model", "give an expression matrix"],
];

/**
 * Whether an HDF5 file is AnnData's or a matrix of 10x.
 *
 * @throws {InputError} If it is neither: the message names what it is and how to make one that can be read.
 */
export function kindOf(file: Hdf5File): "AnnData" | "10x" {
  const modalities = file.group("mod");
  if (modalities && !file.has("X")) {
    const names = file.keys(modalities), rna = names.find((name) => /^(rna|gex)$/i.test(name));
    const first = printable(rna ?? names[0] ?? "rna");
    throw refused(
      file,
      `MuData with ${names.map(printable).join(", ")}`,
      `write one of them in Python: mudata.read_h5mu("…").mod["${first}"].write_h5ad("${first}.h5ad")`,
    );
  }
  if (file.has("obs") || file.has("var")) return "AnnData";
  if (tenxGroups(file).length > 0) return "10x";
  const other = OTHERS.find(([has]) => has.every((name) => file.has(name)));
  if (other) throw refused(file, other[1], other[2]);
  if (file.attribute(file.root, "PYTABLES_FORMAT_VERSION") !== undefined) {
    throw refused(file, "a pandas HDFStore", "write the frame with to_parquet() instead");
  }
  const names = file.keys(), root = names.slice(0, SHOWN).map((name) => `"${printable(name)}"`);
  throw refused(
    file,
    `HDF5, but neither AnnData nor a matrix of 10x: it holds ${root.join(", ") || "nothing"}${
      names.length > SHOWN ? ", …" : ""
    }`,
    "give AnnData (.h5ad), 10x' .h5, Parquet or text",
  );
}

/** The groups with a matrix of 10x: "matrix", or before Cell Ranger 3 one for each genome. */
export function tenxGroups(file: Hdf5File): string[] {
  const has = (name: string) =>
    ["barcodes", "data", "indices", "indptr", "shape"].every((part) => file.has(`${name}/${part}`));
  return file.has("matrix") ? ["matrix"].filter(has) : file.keys().filter(has);
}

function refused(file: Hdf5File, what: string, remedy: string): InputError {
  return new InputError(`Cannot read ${file.path}: it is ${what}; ${remedy}`);
}
