import assert from "node:assert/strict";
import { readExpression } from "../../lib/data/expression.ts";
import { assertMatrix, FOLDER, refused } from "./_hdf5.ts";

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
