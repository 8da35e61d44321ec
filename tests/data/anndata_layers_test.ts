import assert from "node:assert/strict";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { type ExpressionOptions, readExpression } from "../../lib/data/expression.ts";
import { CASES } from "./_files.ts";
import { assertMatrix, type Build, FOLDER, refused, withBuilt } from "./_hdf5.ts";

const read = (name: string, options?: ExpressionOptions) =>
  readExpression(`${FOLDER}/${name}`, options);

Deno.test("readExpression() reads X, any layer and raw of AnnData: dense, csr, csc, of every kind of number", async () => {
  for (const place of ["X", "half", "umi", "unsigned", "detected", "raw"]) {
    const matrix = await read("scanpy.h5ad", { layer: place });
    assertMatrix(matrix, "scanpy.h5ad", place);
    const name = { X: "X", raw: "raw/X" }[place] ?? `layers/${place}`;
    assert.equal(matrix.source?.format, `AnnData, ${name}`);
  }
  assertMatrix(await read("scanpy.h5ad"), "scanpy.h5ad", "X");
  assertMatrix(await read("scanpy.h5ad", { layer: "layers/umi" }), "scanpy.h5ad", "umi");
  assertMatrix(await read("scanpy.h5ad", { layer: "raw/X" }), "scanpy.h5ad", "raw");
  for (const name of ["no_x.h5ad", "empty_x.h5ad"]) {
    assertMatrix(await read(name, { layer: "RNA" }), name, "layers/RNA");
  }
});

Deno.test("readExpression() counts the matrices of AnnData that it was not asked for", async () => {
  const others = async (layer?: string) => {
    const { report } = await read("scanpy.h5ad", { layer });
    return report.find(({ kind }) => kind === "other-matrices");
  };
  const layers = ["detected", "half", "umi", "unsigned"].map((name) => `layers/${name}`);
  assert.deepEqual(await others(), {
    kind: "other-matrices",
    count: 5,
    examples: [...layers, "raw/X"],
  });
  assert.deepEqual(await others("raw"), {
    kind: "other-matrices",
    count: 5,
    examples: ["X", ...layers],
  });
});

Deno.test("readExpression() takes a column of var for the ids of genes, in X and in raw", async () => {
  const geneColumn = "feature_name";
  assertMatrix(await read("census.h5ad", { geneColumn }), "census.h5ad", "X");
  const raw = await read("census.h5ad", { geneColumn, layer: "raw" });
  assertMatrix(raw, "census.h5ad", "raw/X");
  assert.equal(raw.source?.why, "barcodes of cells in the rows");
  const { cancerTypes } = await loadCohort(`${FOLDER}/census.h5ad`, {
    ...{ cache: false, geneColumn, layer: "raw", phenotypeColumn: "cell_type" },
  });
  assert.deepEqual(cancerTypes.slice(0, 4), ["T cell", "B cell", "NK cell", "T cell"]);
  await refused(
    read("census.h5ad", { geneColumn: "symbol" }),
    '--gene-column: got "symbol", but the columns of var in census.h5ad are "feature_name", "n_cells"',
  );
  await refused(
    read("scanpy.h5ad", { geneColumn: "symbol", layer: "raw" }),
    '--gene-column: got "symbol", but the columns of raw/var in scanpy.h5ad are "feature_name", "n_cells"',
  );
});

const SCANPY =
  "layers/detected (30 × 12, 0 to 1, whole numbers), layers/half (30 × 12, 0 to 8.492), " +
  "layers/umi (30 × 12, 0 to 22, whole numbers), layers/unsigned (30 × 12, 0 to 22, whole numbers), " +
  "raw/X (30 × 17, 0 to 22, whole numbers); take one with --layer umi";

Deno.test("readExpression() says what matrices an AnnData file holds where there is no X, or none of that name", async () => {
  const rna =
    "the file holds layers/RNA (30 × 17, 0 to 22, whole numbers); take one with --layer RNA";
  await refused(read("no_x.h5ad"), `Cannot read no_x.h5ad, X: there is none; ${rna}`);
  await refused(read("empty_x.h5ad"), `Cannot read empty_x.h5ad, X: it has no numbers; ${rna}`);
  await refused(
    read("no_x.h5ad", { layer: "rna" }),
    `--layer: got "rna", but no_x.h5ad has no such matrix; ${rna}`,
  );
  await refused(
    read("scanpy.h5ad", { layer: "count" }),
    '--layer: got "count", but scanpy.h5ad has no such matrix; the file holds ' +
      `X (30 × 12, -3.508 to 5.385, centred like z-scores), ${SCANPY}`,
  );
  await refused(
    read("census.h5ad", { layer: "counts" }),
    '--layer: got "counts", but census.h5ad has no such matrix; the file holds X (30 × 17, 0 to 8.495), ' +
      "raw/X (30 × 17, 0 to 22, whole numbers); take one with --layer raw",
  );
});

Deno.test("readExpression() calls z-scores no logarithms, and says what to take instead", async () => {
  for (const scale of ["log2", "log2-cpm"] as const) {
    await refused(
      read("scanpy.h5ad", { scale }),
      `Cannot read scanpy.h5ad with --scale ${scale}, X[0, 0] (counted from 0) (gene ENSG00000100007, sample ` +
        "AATCGGGACACTGAGA-1): -1.50599 is negative; numbers of -3.508 to 5.385 with means near 0 in most " +
        `genes are z-scores, of which no logarithms can be made; the file holds ${SCANPY}`,
    );
  }
  const { report } = await read("scanpy.h5ad");
  assert.deepEqual(report.find(({ kind }) => kind === "negative-values"), {
    kind: "negative-values",
    count: 1,
    examples: [`-3.508 to 5.385; the file holds ${SCANPY}`],
  });
  assert.ok(!(await read("census.h5ad")).report.some(({ kind }) => kind === "negative-values"));
});

Deno.test({
  name: "readExpression() reads the case h5ad-scaled by --layer, and says so before",
  ignore: CASES === undefined,
  async fn() {
    const scaled = `${CASES}/h5ad-scaled/ad_scaled_raw.h5ad`;
    const bare = `${CASES}/h5ad-scaled/ad_layers_only.h5ad`;
    const counts = "layers/counts (24 × 20, 6 to 588, whole numbers)";
    const held = `the file holds ${counts}, raw/X (24 × 20, 6 to 588, whole numbers); ` +
      "take one with --layer counts";
    await refused(
      readExpression(bare),
      `Cannot read ad_layers_only.h5ad, X: there is none; the file holds ${counts}; take one with --layer counts`,
    );
    await refused(
      readExpression(scaled, { scale: "log2-cpm" }),
      "Cannot read ad_scaled_raw.h5ad with --scale log2-cpm, X[0, 0] (counted from 0) (gene ENSG00000000003, " +
        "sample S01): -0.369957 is negative; numbers of -3.077 to 2.396 with means near 0 in most genes " +
        `are z-scores, of which no logarithms can be made; ${held}`,
    );
    const hashes = new Set<string>();
    for (const [path, layer] of [[scaled, "counts"], [scaled, "raw"], [bare, "counts"]] as const) {
      const { samples, genes, values, hash } = await readExpression(path, { layer });
      assert.deepEqual([samples.length, genes.length], [24, 20]);
      assert.deepEqual([...values.slice(0, 3)], [110, 146, 90]); // as h5py shows them
      hashes.add(hash);
    }
    assert.equal(hashes.size, 1);
    const { genes } = await readExpression(scaled, { layer: "raw", geneColumn: "feature_name" });
    assert.deepEqual(genes.slice(0, 3), ["TP53", "EGFR", "MYC"]);
  },
});

/** Two samples × two genes, and layers that are built in. */
const withLayers =
  (layers: Record<string, number[]>, others: Build = () => {}): Build => (file) => {
    for (const [frame, ids] of [["obs", ["a", "b"]], ["var", ["TP53", "MYC"]]] as const) {
      const group = file.create_group(frame);
      group.create_attribute("_index", "_index");
      group.create_dataset({ name: "_index", data: [...ids] });
    }
    const group = file.create_group("layers");
    for (const [name, data] of Object.entries(layers)) {
      group.create_dataset({ name, data: Float32Array.from(data), shape: [2, 2] });
    }
    others(file);
  };

Deno.test("readExpression() finds layers that are called raw and X", () =>
  withBuilt(withLayers({ raw: [1, 2, 3, 4], X: [5, 6, 7, 8] }), async (path) => {
    const first = async (layer: string) => (await readExpression(path, { layer })).values[0];
    assert.equal(await first("raw"), 1);
    assert.equal(await first("layers/raw"), 1);
    assert.equal(await first("X"), 5);
    await refused(
      readExpression(path),
      /, X: there is none; the file holds layers\/X \(2 × 2, 5 to 8, whole numbers\), layers\/raw \(2 × 2, 1 to 4, whole numbers\); take one with --layer layers\/X$/,
    );
  }));

Deno.test("readExpression() lists a layer that it cannot read as such, and reads X all the same", () => {
  const build = withLayers({ good: [1, 2, 3, 4] }, (file) => {
    file.create_dataset({ name: "X", data: Float32Array.of(-5, 0.5, -1, 3), shape: [2, 2] });
    file.create_dataset({ name: "layers/texts", data: ["1", "2", "3", "4"], shape: [2, 2] });
    file.create_group("layers/nothing");
  });
  return withBuilt(build, async (path) => {
    assert.deepEqual([...(await readExpression(path)).values], [-5, 0.5, -1, 3]);
    await refused(
      readExpression(path, { scale: "log2" }),
      /: -5 is negative; where these are logarithms already, use --scale as-is; the file holds layers\/good \(2 × 2, 1 to 4, whole numbers\), layers\/nothing \(cannot be read\), layers\/texts \(cannot be read\); take one with --layer good$/,
    );
    await refused(
      readExpression(path, { layer: "texts" }),
      /, layers\/texts: it does not hold integers or floats of 2, 4 or 8 bytes$/,
    );
    await refused(
      readExpression(path, { layer: "nothing" }),
      /, layers\/nothing: it is not a dense, csr or csc matrix; the file holds X \(2 × 2, -5 to 3\), layers\/good/,
    );
  });
});

Deno.test("readExpression() says that the range of a large layer is that of a sample", () => {
  const samples = 1100,
    genes = 1000,
    ids = (count: number, prefix: string) =>
      Array.from({ length: count }, (_, i) => `${prefix}${i}`);
  const counts = Float32Array.from({ length: samples * genes }, (_, i) => i % 7);
  const build: Build = (file) => {
    for (const [frame, names] of [["obs", ids(samples, "s")], ["var", ids(genes, "g")]] as const) {
      const group = file.create_group(frame);
      group.create_attribute("_index", "_index");
      group.create_dataset({ name: "_index", data: names });
    }
    file.create_group("layers").create_dataset({
      name: "n",
      data: counts,
      shape: [samples, genes],
    });
  };
  return withBuilt(build, (path) =>
    refused(
      readExpression(path),
      /, X: there is none; the file holds layers\/n \(1,100 × 1,000, 0 to 6 in a sample, whole numbers\); take one with --layer n$/,
    ));
});

Deno.test("readExpression() takes no numbers of AnnData's genes for their ids, where a column names them", async () => {
  const build = (name: string, ids: string[]): Build => (file) => {
    for (const [frame, index] of [["obs", ["a", "b"]], ["var", ids]] as const) {
      const group = file.create_group(frame);
      group.create_attribute("_index", "_index");
      group.create_dataset({ name: "_index", data: [...index] });
    }
    file.create_dataset({ name: `var/${name}`, data: ["TP53", "MYC"] });
    file.create_dataset({ name: "X", data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] });
  };
  const genes = (name: string, ids: string[], geneColumn?: string) =>
    withBuilt(
      build(name, ids),
      async (path) => (await readExpression(path, { geneColumn })).genes,
    );
  for (const name of ["feature_name", "gene_ids", "symbol"]) {
    await refused(
      genes(name, ["0", "1"]),
      new RegExp(
        `, var: its genes are only numbered, and a column is called ${name}; take it for their ids with ` +
          `--gene-column ${name}$`,
      ),
    );
    assert.deepEqual(await genes(name, ["0", "1"], name), ["TP53", "MYC"]);
  }
  // Entrez ids are no such numbers, and nothing better than numbers may be there.
  assert.deepEqual(await genes("symbol", ["7157", "4609"]), ["7157", "4609"]);
  assert.deepEqual(await genes("n_cells", ["0", "1"]), ["0", "1"]);
});
