import { readExpression } from "../../lib/data/expression.ts";
import { readPhenotype } from "../../lib/data/phenotype/phenotype.ts";
import { type Build, FOLDER, refused, withBuilt } from "./_hdf5.ts";

/** A file with these datasets, each of one number; names that end with a slash are groups. */
const holding = (...names: string[]): Build => (file) => {
  for (const name of names) {
    const parts = name.split("/"), last = parts.pop()!;
    let path = "";
    for (const part of parts) {
      path += `/${part}`;
      if (file.get(path) === null) file.create_group(path.slice(1));
    }
    if (last) file.create_dataset({ name, data: Float32Array.of(1) });
  }
};

Deno.test("readExpression() names what an HDF5 file is that it cannot read, and how to make one that it can", async () => {
  const cases: [build: Build, message: RegExp][] = [
    [
      holding("matrix", "row_attrs/Gene", "col_attrs/CellID", "layers/spliced"),
      /: it is a loom file; convert it in Python: scanpy\.read_loom\("…"\)\.write_h5ad\("…\.h5ad"\)$/,
    ],
    [
      holding("assays/RNA/counts", "cell.names", "meta.data/", "reductions/"),
      /: it is an h5Seurat file; convert it in R: SeuratDisk::Convert\("…", dest = "h5ad"\)$/,
    ],
    [
      holding("obs/_index", "var/_index", "mod/rna/X", "mod/atac/X", "obsmap/"),
      /: it is MuData with atac, rna; write one of them in Python: mudata\.read_h5mu\("…"\)\.mod\["rna"\]\.write_h5ad\("rna\.h5ad"\)$/,
    ],
    [
      holding("mod/prot/X"),
      /: it is MuData with prot; write one of them in Python: mudata\.read_h5mu\("…"\)\.mod\["prot"\]\.write_h5ad\("prot\.h5ad"\)$/,
    ],
    [
      holding("assay001"),
      /: it is a SummarizedExperiment of R \(HDF5Array\); convert it in R: zellk/,
    ],
    [
      holding("data/expression", "meta/genes/symbol"),
      /: it is a file of ARCHS4; write the samples/,
    ],
    [
      holding("0/DATA/0/matrix", "0/META/"),
      /: it is a GCTX file; convert it with cmapPy: gctx2gct$/,
    ],
    [holding("est_counts", "aux/ids"), /: it is kallisto's result for one sample; put the samples/],
    [
      holding("barcode_idx", "feature_idx", "count", "features/id"),
      /: it is 10x' molecule_info\.h5; give filtered_feature_bc_matrix\.h5 from the same folder$/,
    ],
    [holding("model_weights/dense/kernel"), /: it is a Keras model; give an expression matrix$/],
    [
      holding("layers/dense/vars/0", "vars/"),
      /: it is weights of a Keras model; give an expression/,
    ],
    [(file) => {
      file.create_group("expression").create_attribute("pandas_type", "frame");
      file.create_attribute("PYTABLES_FORMAT_VERSION", "2.1");
    }, /: it is a pandas HDFStore; write the frame with to_parquet\(\) instead$/],
    [
      holding("weights", "bias"),
      /: it is HDF5, but neither AnnData nor a matrix of 10x: it holds "bias", "weights"; give AnnData \(\.h5ad\), 10x' \.h5, Parquet or text$/,
    ],
    [
      () => {},
      /: it is HDF5, but neither AnnData nor a matrix of 10x: it holds nothing; give AnnData/,
    ],
  ];
  for (const [build, message] of cases) {
    await withBuilt(build, (path) => refused(readExpression(path), message));
  }
});

Deno.test("readExpression() knows HDF5 behind a block of another program's text", () =>
  refused(
    readExpression(`${FOLDER}/modalities.h5mu`),
    /modalities\.h5mu: it is MuData with prot, rna; write one of them in Python: mudata\.read_h5mu\("…"\)\.mod\["rna"\]\./,
  ));

Deno.test("readExpression() and readPhenotype() say how to renew an AnnData file of before 0.7", async () => {
  const path = `${FOLDER}/records.h5ad`;
  const message =
    "Cannot read records.h5ad, obs: it is a table of records, as AnnData before 0.7 wrote it; read the " +
    "file with anndata and write it again: read_h5ad(…).write_h5ad(…)";
  await refused(readExpression(path), message);
  await refused(readPhenotype(path), message);
});

Deno.test("readPhenotype() says that a matrix of 10x holds no phenotype table", () =>
  refused(
    readPhenotype(`${FOLDER}/version_2.h5`),
    /^Cannot read version_2\.h5: HDF5 holds no phenotype table; give tab- or comma-separated text/,
  ));
