import assert from "node:assert/strict";
import { readExpression } from "../../lib/data/expression.ts";
import { assertMatrix, type Build, FOLDER, refused, withBuilt } from "./_hdf5.ts";

const FILTERED = "filtered_feature_bc_matrix.h5";

Deno.test("readExpression() reads 10x' .h5 of Cell Ranger 3 and of 2, by either name of genes", async () => {
  for (const name of [FILTERED, "version_2.h5"]) {
    assertMatrix(await readExpression(`${FOLDER}/${name}`), name, "id");
    for (const geneColumn of ["id", "name"]) {
      assertMatrix(await readExpression(`${FOLDER}/${name}`, { geneColumn }), name, geneColumn);
    }
  }
  const { source, report } = await readExpression(`${FOLDER}/${FILTERED}`);
  assert.deepEqual([source?.format, source?.rows], ["10x HDF5", "samples"]);
  assert.deepEqual(report.find(({ kind }) => kind === "columns-no-genes"), {
    kind: "columns-no-genes",
    count: 2,
    examples: ["CD3", "CD19"],
  });
});

Deno.test("readExpression() refuses a 10x .h5 of several genomes or without genes, with the remedy", async () => {
  const genomes = (name: string, first: string) =>
    `Cannot read ${name}: its genes are of several genomes (${first}, mm10); write one in Python: ` +
    `scanpy.read_10x_h5("…", genome="${first}").write_h5ad("${first}.h5ad")`;
  const cases = {
    "two_genomes.h5": genomes("two_genomes.h5", "GRCh38"),
    "version_2_genomes.h5": genomes("version_2_genomes.h5", "hg19"),
    "only_antibodies.h5":
      'Cannot read only_antibodies.h5, matrix/features/feature_type: no feature is "Gene Expression", all are ' +
      "Antibody Capture; give a matrix of gene expression",
  };
  for (const [name, message] of Object.entries(cases)) {
    await refused(readExpression(`${FOLDER}/${name}`), message);
  }
  await refused(
    readExpression(`${FOLDER}/${FILTERED}`, { layer: "raw" }),
    `--layer: got "raw", but ${FILTERED} is a matrix of 10x, which has none; leave it out`,
  );
  await refused(
    readExpression(`${FOLDER}/${FILTERED}`, { geneColumn: "symbol" }),
    '--gene-column: got "symbol", of a matrix of 10x it takes id, name',
  );
});

Deno.test("readExpression() refuses the raw matrix of 10x, most of whose barcodes have no counts", async () => {
  /** As many barcodes as there are counts, each the number of its barcode's only gene. */
  const built = (counts: readonly number[]): Build => (file) => {
    const group = file.create_group("matrix"), features = group.create_group("features");
    const list = (name: string, data: number[]) =>
      group.create_dataset({ name, data: Int32Array.from(data) });
    const stored = counts.filter((count) => count > 0);
    list("data", stored);
    list("indices", stored.map(() => 1));
    list("indptr", [0, ...counts.map((_, at) => counts.slice(0, at + 1).filter(Boolean).length)]);
    list("shape", [2, counts.length]);
    const barcodes = counts.map((_, at) => `AAACCCAAGAAAC${"ACGT"[at % 4]}${"ACGT"[at >> 2]}-1`);
    group.create_dataset({ name: "barcodes", data: barcodes });
    features.create_dataset({ name: "id", data: ["ENSG00000000003", "ENSG00000000005"] });
    features.create_dataset({ name: "name", data: ["TSPAN6", "TNMD"] });
    features.create_dataset({ name: "feature_type", data: ["Gene Expression", "Gene Expression"] });
  };
  const read = (counts: readonly number[]) =>
    withBuilt(built(counts), (path) => readExpression(path));
  await refused(
    read([0, 0, 3, 0, 0, 0, 2]),
    /: 5 of its 7 barcodes have no counts, as in the raw matrix, which has empty droplets; give filtered_feature_bc_matrix\.h5$/,
  );
  assert.deepEqual([...(await read([4, 0, 3])).values], [0, 4, 0, 0, 0, 3]);
});
