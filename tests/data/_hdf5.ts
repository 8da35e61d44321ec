import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import h5wasm from "h5wasm/node";
import type { ExpressionMatrix } from "../../lib/data/expression_matrix.ts";
import { fixture } from "./_files.ts";

await h5wasm.ready;

/** What tests/fixtures/make_hdf5.py wrote by anndata and h5py. */
export const FOLDER = fileURLToPath(new URL("../fixtures/hdf5", import.meta.url));

interface Expected {
  readonly samples: string[];
  readonly genes: string[];
  /** Samples × genes, as numpy has them in float32. */
  readonly values: number[];
}

const EXPECTED = fixture("hdf5.json") as Record<string, Record<string, Expected>>;

/** Compares a matrix with what numpy has of a file's matrix; the ids of genes may be others. */
export function assertMatrix(matrix: ExpressionMatrix, file: string, place: string): void {
  const { samples, genes, values } = EXPECTED[file]![place]!;
  assert.deepEqual([matrix.samples, matrix.genes], [samples, genes], `${file}, ${place}`);
  assert.deepEqual([...matrix.values], values, `${file}, ${place}`);
}

/** Builds the content of a file by h5wasm. */
export type Build = (file: InstanceType<typeof h5wasm.File>) => void;

/** Calls `use` with the path of a file that is built so. */
export async function withBuilt<T>(build: Build, use: (path: string) => Promise<T>): Promise<T> {
  const path = await Deno.makeTempFile({ suffix: ".h5ad" });
  try {
    const file = new h5wasm.File(path, "w");
    build(file);
    file.close();
    return await use(path);
  } finally {
    await Deno.remove(path);
  }
}

/** Requires an InputError of one line, without the path. */
export async function refused(action: Promise<unknown>, message: string | RegExp): Promise<void> {
  await assert.rejects(action, (error: Error) => {
    assert.equal(error.name, "InputError", String(error.stack));
    const said = error.message.replaceAll(/\S*\/(?=[^/\s]+\.h5)/g, "");
    if (typeof message === "string") assert.equal(said, message);
    else assert.match(said, message);
    // deno-lint-ignore no-control-regex -- whatever a file holds, its error is one line of text
    assert.doesNotMatch(error.message, /[\x00-\x1f]/);
    return true;
  });
}
