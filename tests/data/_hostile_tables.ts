import h5wasm from "h5wasm/node";
import pl from "nodejs-polars";
import type { Build } from "./_hdf5.ts";

/** How a file is written that no reader should be brought down by, and what is said of it. */
export interface HostileTable {
  readonly name: string;
  readonly write: (path: string) => void;
  readonly says: RegExp;
  /** What it is read as. @default "matrix" */
  readonly as?: "phenotype";
}

const DAMAGED = /Parquet is damaged|HDF5 is damaged|it is damaged/;

function h5(build: Build): (path: string) => void {
  return (path) => {
    const file = new h5wasm.File(path, "w");
    build(file);
    file.close();
  };
}

function frames(file: InstanceType<typeof h5wasm.File>, obs: number, vars: number): void {
  for (const [name, count] of [["obs", obs], ["var", vars]] as const) {
    const group = file.create_group(name);
    group.create_attribute("_index", "_index");
    const ids = Array.from({ length: count }, (_, at) => `${name}${at}`);
    group.create_dataset({ name: "_index", data: ids, dtype: "S12" });
  }
}

/** A dataset that says that it is so large, and holds nothing. */
function declared(name: string, shape: number[], chunks: number[], dtype = "<f4"): Build {
  return (file) => {
    const parts = name.split("/"), last = parts.pop()!;
    const group = parts.length
      ? file.get(parts.join("/")) as InstanceType<typeof h5wasm.Group>
      : file;
    const none = { data: new Float32Array(0), shape: shape.map(() => 0) };
    group.create_dataset({ name: last, ...none, dtype, chunks, maxshape: shape.map(() => null) })
      .resize(shape);
  };
}

/** Bytes of a Parquet file of two columns, changed. */
function parquet(
  change: (bytes: Uint8Array, footer: number) => Uint8Array,
): (path: string) => void {
  return (path) => {
    const rows = Array.from(
      { length: 50 },
      (_, at) => ({ id: `S${at}`, TP53: at / 7, MYC: at * 3 }),
    );
    pl.DataFrame(rows).writeParquet(path);
    const bytes = Deno.readFileSync(path);
    const length = new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    Deno.writeFileSync(path, change(bytes, bytes.length - 8 - length));
  };
}

function withFooter(bytes: Uint8Array, length: number): Uint8Array {
  new DataView(bytes.buffer).setUint32(bytes.length - 8, length, true);
  return bytes;
}

/** Files that libraries read, with `--max-memory 0.1`. */
export function hostileTables(): HostileTable[] {
  return [
    {
      name: "chunk.h5ad",
      write: h5((file) => {
        frames(file, 6, 5);
        declared("X", [60_000, 60_000], [60_000, 60_000])(file);
      }),
      says: /X: its chunks of 60000 × 60000 take 14\.4 GB each/,
    },
    {
      name: "shape.h5ad",
      write: h5((file) => {
        frames(file, 20_000, 20_000);
        declared("X", [20_000, 20_000], [100, 100])(file);
      }),
      says: /20000 × 20000 numbers take 3\.2 GB, more than --max-memory \(0\.1 GB\)/,
    },
    {
      name: "names.h5ad",
      write: h5((file) => {
        const group = file.create_group("obs");
        group.create_attribute("_index", "_index");
        declared("obs/_index", [2 ** 24], [2 ** 10], "S4000")(file);
      }),
      says: /obs\/_index: 16,777,216 values of 4,000 bytes are more than is read of it at once/,
    },
    {
      name: "wide.h5ad",
      write: h5((file) => {
        frames(file, 1, 1);
        file.create_group("layers");
        declared("layers/counts", [1, 2 ** 40], [1, 2 ** 16])(file);
      }),
      says: /X: there is none; the file holds layers\/counts \(cannot be read\)/,
    },
    {
      name: "pointers.h5ad",
      write: h5((file) => {
        frames(file, 3, 3);
        const group = file.create_group("X");
        group.create_attribute("encoding-type", "csr_matrix");
        group.create_attribute("shape", [3, 3]);
        group.create_dataset({ name: "data", data: Float32Array.of(1, 2) });
        group.create_dataset({ name: "indices", data: Int32Array.of(0, 1) });
        group.create_dataset({ name: "indptr", data: Int32Array.of(0, 2 ** 30, 1, 2) });
      }),
      says: /X: indptr does not fit data and indices/,
    },
    {
      name: "cut.h5ad",
      write: (path) => {
        h5((file) => frames(file, 100, 100))(path);
        Deno.truncateSync(path, 3000);
      },
      says: DAMAGED,
    },
    {
      name: "signature.h5",
      write: (path) => Deno.writeTextFileSync(path, "\x89HDF\r\n\x1a\n"),
      says: /./,
    },
    {
      name: "footer.parquet",
      write: parquet((bytes) => withFooter(bytes, 2 ** 31 - 1)),
      says: DAMAGED,
    },
    { name: "no footer.parquet", write: parquet((bytes) => withFooter(bytes, 0)), says: DAMAGED },
    {
      name: "magic.parquet",
      write: (path) => Deno.writeTextFileSync(path, "PAR1PAR1"),
      says: DAMAGED,
    },
    {
      name: "cut.parquet",
      write: parquet((bytes, footer) => bytes.subarray(0, footer)),
      says: DAMAGED,
    },
    {
      name: "zeros.parquet",
      write: parquet((bytes, footer) => bytes.fill(0, 4, footer)),
      says: DAMAGED,
    },
    {
      name: "ones.parquet",
      write: parquet((bytes, footer) => bytes.fill(0xff, footer, footer + 40)),
      says: DAMAGED,
    },
    {
      name: "texts.parquet", // 4,000,000,000 characters in a few thousand bytes
      write: (path) => {
        pl.DataFrame({ sample: Array.from({ length: 100_000 }, (_, at) => `S${at}`) }).withColumn(
          pl.lit("x".repeat(40_000)).alias("note"),
        ).writeParquet(path);
      },
      says: /takes more than --max-memory \(0\.1 GB\)/,
      as: "phenotype",
    },
    {
      name: "cells.parquet", // 20,000,000 numbers
      write: (path) => {
        const columns = Array.from({ length: 100 }, (_, at) => pl.lit(0).alias(`G${at}`));
        pl.DataFrame({ id: Array.from({ length: 200_000 }, (_, at) => `S${at}`) })
          .withColumns(...columns).writeParquet(path, { compression: "zstd" });
      },
      says: /200000 × 100 numbers take 0\.16 GB, more than --max-memory \(0\.1 GB\)/,
    },
  ];
}
