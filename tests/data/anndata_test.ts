import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Group } from "h5wasm/node";
import { readHdf5Table } from "../../lib/data/formats/_hdf5_table.ts";
import { NoticeCounter } from "../../lib/data/notice_counter.ts";
import { readExpression } from "../../lib/data/expression.ts";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { readPhenotype } from "../../lib/data/phenotype/phenotype.ts";
import { type Build, refused, withBuilt } from "./_hdf5.ts";

const FOLDER = fileURLToPath(new URL("../fixtures/formats", import.meta.url));
const SAMPLES = ["a", "b", "c"], GENES = ["x", "y"];

function frame(file: Group, name: string, ids: readonly string[]): Group {
  const group = file.create_group(name);
  group.create_attribute("_index", "_index");
  group.create_dataset({ name: "_index", data: [...ids] });
  return group;
}

/** A file with both frames, and whatever is built into it. */
const withFrames = (build: Build, obs = SAMPLES, vars = GENES): Build => (file) => {
  frame(file, "obs", obs);
  frame(file, "var", vars);
  build(file);
};

const dense = (data: Float32Array | Float64Array | Int32Array, shape = [3, 2]): Build => (file) => {
  file.create_dataset({ name: "X", data, shape });
};

interface Sparse {
  readonly kind?: string;
  readonly shape?: number[];
  readonly data?: number[];
  readonly indices?: number[];
  readonly indptr?: number[];
}

/** [[0, 5], [0, 0], [7, 8]] as csr, with whatever is wrong about it. */
const sparse = (wrong: Sparse = {}): Build => (file) => {
  const { kind = "csr_matrix", shape = [3, 2], data = [5, 7, 8] } = wrong;
  const { indices = [1, 0, 1], indptr = [0, 1, 1, 3] } = wrong, group = file.create_group("X");
  group.create_attribute("encoding-type", kind);
  group.create_attribute("shape", new BigInt64Array(shape.map(BigInt)), [shape.length], "<q");
  group.create_dataset({ name: "data", data: Float32Array.from(data) });
  group.create_dataset({ name: "indices", data: Int32Array.from(indices) });
  group.create_dataset({ name: "indptr", data: Int32Array.from(indptr) });
};

const read = (build: Build) => withBuilt(build, (path) => readExpression(path));

Deno.test("readExpression() reads dense, csr and csc, with missing numbers", async () => {
  const expected = [0, 5, 0, 0, 7, 8];
  const csc = { kind: "csc_matrix", data: [7, 5, 8], indices: [2, 0, 2], indptr: [0, 1, 3] };
  for (const build of [dense(Float64Array.from(expected)), sparse(), sparse(csc)]) {
    const { genes, samples, values } = await read(withFrames(build));
    assert.deepEqual([genes, samples, [...values]], [GENES, SAMPLES, expected]);
  }
  const unsorted = await read(withFrames(sparse({ data: [5, 8, 7], indices: [1, 1, 0] })));
  assert.deepEqual([...unsorted.values], expected);
  const missing = await read(withFrames(dense(Float32Array.of(1, 2, NaN, 4, 5, 6))));
  assert.deepEqual([...missing.values], [1, 2, NaN, 4, 5, 6]);
  assert.deepEqual(missing.report[0], {
    kind: "missing-cells",
    count: 1,
    examples: ["X[1, 0] (counted from 0)"],
  });
});

Deno.test("readExpression() takes the name of an index from a list of one, as R writes it", async () => {
  const { samples, genes } = await read((file) => {
    for (const [name, ids] of [["obs", SAMPLES], ["var", GENES]] as const) {
      const group = file.create_group(name);
      group.create_attribute("_index", ["cell id"]);
      group.create_dataset({ name: "cell id", data: [...ids] });
    }
    dense(Float32Array.of(1, 2, 3, 4, 5, 6))(file);
  });
  assert.deepEqual([samples, genes], [SAMPLES, GENES]);
});

Deno.test("readExpression() keeps every number of many chunks and bands in place", async () => {
  const samples = Array.from({ length: 700 }, (_, i) => `s${i}`);
  const genes = Array.from({ length: 90 }, (_, i) => `g${i}`);
  const data = Float64Array.from({ length: 63000 }, (_, i) => i);
  const { values } = await read(withFrames(
    (file) => {
      const layout = { shape: [700, 90], chunks: [64, 13], compression: "gzip" } as const;
      file.create_dataset({ name: "X", data, ...layout, shape: [700, 90], chunks: [64, 13] });
    },
    samples,
    genes,
  ));
  values.forEach((value, i) => assert.equal(value, i));
});

Deno.test("readExpression() refuses a compression that it has no reader for, naming it", async () => {
  await refused(
    readExpression(`${FOLDER}/lzf.h5ad`),
    /lzf\.h5ad, obs\/_index: it is compressed by lzf \(HDF5 filter 32000\), for which there is no reader here; write it again with compression="gzip"$/,
  );
});

/** The numbers of a file, read in this process without another one trying first. */
async function numbersOf(path: string): Promise<number[]> {
  const lines: number[] = [];
  const line = (_: string, values: Float32Array) => void lines.push(...values);
  await readHdf5Table(path, { header: () => {}, line, leaveOut: () => {} }, new NoticeCounter());
  return lines;
}

Deno.test("readHdf5Table() never takes numbers that a damaged chunk left in memory", async () => {
  const bytes = await Deno.readFile(`${FOLDER}/plain_dense.h5ad`);
  const path = await Deno.makeTempFile({ suffix: ".h5ad" });
  const expected = await numbersOf(`${FOLDER}/plain_dense.h5ad`);
  let refusals = 0;
  // Its numbers have checksums, so that no change of a byte may pass as other numbers.
  for (let at = 0; at < bytes.length; at += 61) {
    const changed = Uint8Array.from(bytes);
    changed[at]! ^= 0x20;
    await Deno.writeFile(path, changed);
    const found = await numbersOf(path).catch((error) => {
      assert.equal(error.name, "InputError", String(error.stack));
      refusals++;
    });
    if (found) assert.deepEqual(found, expected, `byte ${at}`);
  }
  assert.ok(refusals > 10, `${refusals}`);
  await Deno.remove(path);
});

Deno.test("readExpression() refuses AnnData that is none, with place and remedy", async () => {
  const six = Float32Array.of(1, 2, 3, 4, 5, 6);
  const cases: [build: Build, message: RegExp][] = [
    [
      dense(six),
      /: it is HDF5, but neither AnnData nor a matrix of 10x: it holds "X"; give AnnData \(\.h5ad\), 10x' \.h5, Parquet or text$/,
    ],
    [
      (file) => void frame(file, "obs", SAMPLES),
      /, X: there is none; the file holds no other matrix$/,
    ],
    [
      (file) => {
        frame(file, "obs", SAMPLES);
        dense(six)(file);
      },
      /, var: there is no such data frame; is this AnnData \(\.h5ad\), written by version 0\.7 or later\?$/,
    ],
    [withFrames(() => {}), /, X: there is none; the file holds no other matrix$/],
    [
      withFrames((file) => void file.create_group("X")),
      /, X: it is not a dense, csr or csc matrix$/,
    ],
    [withFrames(dense(six, [2, 3])), /, X: it is 2 × 3, but there are 3 obs × 2 var$/],
    [withFrames(dense(six, [6])), /, X: it is 6, but there are 3 obs × 2 var$/],
    [
      withFrames((file) => {
        file.create_dataset({ name: "X", data: ["1", "2", "3", "4", "5", "6"], shape: [3, 2] });
      }),
      /, X: it does not hold integers or floats of 2, 4 or 8 bytes$/,
    ],
    [
      withFrames(dense(Float32Array.of(1, 2, 3, Infinity, 5, 6))),
      /, X\[1, 1\] \(counted from 0\): it is not/,
    ],
    [
      withFrames(dense(Float64Array.of(1, 2, 3, 1e39, 5, 6))),
      /X\[1, 1\] .*not a finite number \(of float32/,
    ],
    [withFrames(sparse({ data: [Infinity, 7, 8] })), /, X\[0, 1\] .*is not a finite number/],
    [withFrames(sparse({ shape: [3, 3] })), /, X: it is 3 × 3, but there are 3 obs × 2 var$/],
    [
      withFrames(sparse({ shape: [1e12, 1e12] })),
      /, X: it is 1000000000000 × 1000000000000, but there/,
    ],
    [withFrames(sparse({ shape: [] })), /, X: it is empty, but there are 3 obs/],
    [withFrames(sparse({ indptr: [0, 3] })), /, X\/indptr: it has 2 numbers for 3 lines$/],
    [withFrames(sparse({ indptr: [0, 2, 1, 3] })), /, X: indptr does not fit data and indices$/],
    [withFrames(sparse({ indptr: [0, 1, 1, 4] })), /, X: indptr does not fit data and indices$/],
    [withFrames(sparse({ indptr: [1, 1, 1, 3] })), /, X: indptr does not fit data and indices$/],
    [withFrames(sparse({ indices: [1, 0] })), /, X: indptr does not fit data and indices$/],
    [withFrames(sparse({ indices: [1, 0, 2] })), /, X: line 2 \(counted from 0\) has no place 2$/],
    [
      withFrames(sparse({ indices: [-1, 0, 1] })),
      /, X: line 0 \(counted from 0\) has no place -1$/,
    ],
    [
      withFrames(sparse({ indices: [1, 1, 1] })),
      /has two numbers for place 1; use sum_duplicates\(\)$/,
    ],
    [withFrames(sparse({ indptr: [0, 3, 3, 3] })), /, X: line 0 .* has more numbers than places$/],
    [withFrames(dense(six), ["a", "", "c"]), /, obs 1 \(counted from 0\): the id is empty/],
    [withFrames(dense(six), SAMPLES, ["x", "y\u001b[2J\n"]), /, var 1 .*: the id is not text/],
    [
      withFrames(dense(six), ["a", "b", "a"]),
      /, obs 2: the sample a has different values in obs 0; remove one/,
    ],
    [(file) => {
      file.create_group("obs");
      frame(file, "var", GENES);
    }, /, obs: it has no index "_index"$/],
    [(file) => {
      file.create_group("obs").create_attribute("_index", "no\n\u001b");
      frame(file, "var", GENES);
    }, /, obs: it has no index "no\\n\\u001b"$/],
  ];
  for (const [build, message] of cases) await refused(read(build), message);
});

Deno.test("readExpression() refuses headers that ask for more than there is, in one line", async () => {
  const huge = (build: Build): Build => (file) => {
    build(file);
    const obs = file.create_group("obs");
    obs.create_attribute("_index", "_index");
    const names = { name: "_index", data: ["a"], chunks: [1024], maxshape: [null] };
    obs.create_dataset(names).resize([2 ** 40]);
    frame(file, "var", GENES);
  };
  await refused(
    read(huge(dense(Float32Array.of(1, 2), [1, 2]))),
    /, obs\/_index: it is not a list of names/,
  );
  const many = Array.from({ length: 200_000 }, (_, i) => `${i}`);
  const wide: Build = (file) => {
    for (const name of ["obs", "var"]) {
      const group = file.create_group(name);
      group.create_attribute("_index", "_index");
      group.create_dataset({ name: "_index", data: many, dtype: "S6" });
    }
    sparse({ shape: [200_000, 200_000] })(file);
  };
  await refused(
    read(wide),
    /: 200000 × 200000 numbers take 320\.0 GB, more than --max-memory \([\d.]+ GB\); give fewer samples or genes, or /,
  );
});

Deno.test("readPhenotype() refuses columns of AnnData that give no types, naming them", async () => {
  const categories = (codes: number[], names = ["ACC", "UVM"]): Build => (file) => {
    const obs = frame(file, "obs", SAMPLES), group = obs.create_group("disease");
    group.create_dataset({ name: "codes", data: Int8Array.from(codes) });
    group.create_dataset({ name: "categories", data: names });
  };
  const types = (build: Build) => withBuilt(build, (path) => readPhenotype(path));
  assert.deepEqual([...(await types(categories([0, -1, 1]))).cancerTypes], [["a", "ACC"], [
    "c",
    "UVM",
  ]]);
  await refused(types(categories([0, 2, 1])), /, obs\/disease: there is no category 2$/);
  await refused(
    types(categories([0, 1])),
    /, obs\/disease: it is not a column of texts or categories, one/,
  );
  await refused(
    types(categories([-1, -1, -1])),
    /, obs: its column "disease" names no cancer type in any row; name one of its columns with --phenotype-column: "disease"$/,
  );
  const masked: Build = (file) => {
    const group = frame(file, "obs", SAMPLES).create_group("disease");
    group.create_dataset({ name: "values", data: ["ACC", "", "UVM"] });
    group.create_dataset({ name: "mask", data: Uint8Array.of(0, 1, 0) });
  };
  assert.deepEqual([...(await types(masked)).cancerTypes.keys()], ["a", "c"]);
  await refused(
    types((file) => void frame(file, "obs", SAMPLES)),
    /, obs: no column gives a cancer type/,
  );
});

Deno.test("loadCohort() takes an AnnData file without a column of types as it takes a plain matrix", () =>
  withBuilt(withFrames(dense(Float32Array.of(1, 2, 3, 4, 5, 6))), async (path) => {
    const { cancerTypes, report } = await loadCohort(path, { cache: false });
    assert.deepEqual(cancerTypes, ["unknown", "unknown", "unknown"]);
    assert.equal(report.at(-1)!.kind, "no-phenotype");
    await refused(
      loadCohort(path, { cache: false, phenotypeColumn: "stage" }),
      /, obs: no column gives "stage"; name one of its columns: $/,
    );
  }));
