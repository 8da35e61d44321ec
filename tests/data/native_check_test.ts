import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { checkNatively } from "../../lib/data/formats/_native_check.ts";
import { readExpression } from "../../lib/data/expression.ts";
import { InputError } from "../../lib/errors.ts";
import { FULL_LENGTH } from "../_length.ts";
import { mutate } from "./_mutate.ts";

const FORMATS = fileURLToPath(new URL("../fixtures/formats/", import.meta.url));
const MUTANTS = FULL_LENGTH ? 24 : 4;

async function withChanged(bytes: Uint8Array, use: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, bytes);
    await use(path);
  } finally {
    await Deno.remove(path);
  }
}

async function withByte(name: string, at: number, byte: number): Promise<Uint8Array> {
  const bytes = await Deno.readFile(FORMATS + name);
  return bytes.with(at, byte);
}

Deno.test("readExpression() outlives a Parquet file that ends the library's process", async () => {
  // A length in the header of a page becomes enormous, and the library asks for as much memory.
  await withChanged(await withByte("samples.parquet", 250, 0o31), async (path) => {
    await assert.rejects(readExpression(path), {
      name: "InputError",
      message: /: it is damaged and ends the program that reads it; get the file again$/,
    });
  });
});

Deno.test("readExpression() gives up an HDF5 file over which the library never comes back", async () => {
  await withChanged(await withByte("dense.h5ad", 4480, 0o310), async (path) => {
    await assert.rejects(checkNatively(path, { limit: 4 }), {
      name: "InputError",
      message: /: it is damaged and gives nothing for 4 s; get the file again$/,
    });
  });
});

Deno.test("readExpression() reads changed Parquet and AnnData files, or refuses them in one line", async () => {
  const files = {
    ...{ "samples.parquet": {}, "genes.parquet": {}, "csr.h5ad": {}, "plain_dense.h5ad": {} },
    ...{ "../hdf5/census.h5ad": { layer: "raw" }, "../hdf5/empty_x.h5ad": { layer: "counts" } },
    "../hdf5/filtered_feature_bc_matrix.h5": {},
  };
  for (const [name, options] of Object.entries(files)) {
    const bytes = await Deno.readFile(FORMATS + name);
    let refused = 0;
    for (let i = 0; i < MUTANTS; i++) {
      await withChanged(mutate(bytes, i, 4), async (path) => {
        try {
          const { samples, genes, values } = await readExpression(path, options);
          assert.equal(values.length, samples.length * genes.length);
          assert.ok(values.every((value) => value !== value || Number.isFinite(value)));
        } catch (error) {
          assert.ok(error instanceof InputError, `${name}, case ${i}: ${(error as Error).stack}`);
          // deno-lint-ignore no-control-regex -- whatever a file holds, its error is one line of text
          assert.doesNotMatch(error.message, /[\x00-\x1f\x7f]/);
          refused++;
        }
      });
    }
    assert.ok(refused > MUTANTS / 8, `${name}: ${refused} refused`);
  }
});
