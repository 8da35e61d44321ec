import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { readPhenotype } from "../../lib/data/phenotype/phenotype.ts";
import { readPhenotypeTable } from "../../lib/data/phenotype/read_phenotype_table.ts";
import { inFolder, withFile } from "./_files.ts";
import { refused } from "./_hdf5.ts";

/** What tests/fixtures/make_parquet.py wrote by pandas. */
const FOLDER = fileURLToPath(new URL("../fixtures/parquet", import.meta.url));
const MATRIX = "gene\tP1\tP2\tP3\tP4\nTP53\t1\t2\t3\t4\nMYC\t5\t6\t7\t8\n";

Deno.test("readPhenotypeTable() reads every kind of column of a Parquet table as texts", async () => {
  const columns = {
    age: ["61", "", "48", "70"],
    sample_type: ["Primary Tumor", "Primary Tumor", "", "Solid Tissue Normal"],
    sample_id: ["P1", "P2", "P3", "P4"],
    stage: ["2", "1", "2", "4"],
    alive: ["True", "False", "True", ""],
    seen: ["2020-01-02", "2021-03-04", "", "2022-05-06"],
    "Cancer Type": ["LUAD", "BRCA", "LUAD", ""],
  };
  const table = await readPhenotypeTable(`${FOLDER}/clinical.parquet`);
  assert.deepEqual([table.names, table.rows], [[...Object.keys(columns), "codes"], 4]);
  assert.deepEqual([table.index, table.place(2)], [undefined, "row 3"]);
  for (const [at, texts] of Object.values(columns).entries()) {
    assert.deepEqual(await table.column(at), texts);
  }
  await refused(table.column(7), /, column codes: it holds List, no texts$/);
  // The same by its index and from the last row to the first.
  const turned = await readPhenotypeTable(`${FOLDER}/clinical_index.parquet`);
  const { sample_id, ...others } = columns;
  assert.deepEqual([turned.names, turned.index], [Object.keys(others), sample_id.toReversed()]);
  for (const [at, texts] of Object.values(others).entries()) {
    assert.deepEqual(await turned.column(at), texts.toReversed());
  }
});

Deno.test("loadCohort() joins a Parquet table by a column of ids or by pandas' index", () =>
  inFolder(async (folder) => {
    const matrix = `${folder}/matrix.tsv`;
    await Deno.writeTextFile(matrix, MATRIX);
    for (const [name, joinedBy] of [["clinical", "sample_id"], ["clinical_index", null]]) {
      const { matrix: { samples }, cancerTypes, phenotype } = await loadCohort(matrix, {
        ...{ cache: false, phenotype: `${FOLDER}/${name}.parquet`, sampleTypes: "all" },
      });
      const types = Object.fromEntries(samples.map((sample, at) => [sample, cancerTypes[at]]));
      assert.deepEqual([types.P1, types.P2, types.P3], ["LUAD", "BRCA", "LUAD"], name!);
      assert.deepEqual([phenotype?.column, phenotype?.joinedBy], ["Cancer Type", joinedBy]);
    }
  }));

Deno.test("readPhenotype() names the columns of a Parquet table, and refuses a damaged one in one line", async () => {
  await refused(
    readPhenotype(`${FOLDER}/clinical_index.parquet`, { column: "grade" }),
    /clinical_index\.parquet, columns: no column gives "grade"; name one of its columns: "age" \(70\), "sample_type" \(Solid Tissue Normal\), "stage" \(4\), "alive" \(True\), "seen" \(2022-05-06\), "Cancer Type" \(LUAD\)$/,
  );
  const bytes = await Deno.readFile(
    fileURLToPath(new URL("../fixtures/formats/samples.parquet", import.meta.url)),
  );
  // A length in the header of a page becomes enormous, and the library asks for as much memory.
  await withFile(bytes.with(250, 0o31), (path) =>
    refused(
      readPhenotype(path),
      /: it is damaged and ends the program that reads it; get the file again$/,
    ));
});
