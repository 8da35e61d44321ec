import { strict as assert } from "node:assert";
import { Hdf5Writer } from "../../lib/data/formats/hdf5_writer.ts";
import { StorageError } from "../../lib/errors.ts";
import { SmallDisk, smallDisks } from "./_small_disk.ts";

Deno.test(
  "an AnnData file on a disk that becomes full is told in a line, and nothing is left of it",
  {
    ignore: !smallDisks(),
  },
  async () => {
    using disk = new SmallDisk(1024);
    Deno.writeTextFileSync(`${disk.path}/latent.h5ad`, "before");
    const write = async () => {
      using file = await Hdf5Writer.create(`${disk.path}/latent.h5ad`);
      file.group("layers");
      const add = file.rows("layers/reconstruction", 1000);
      for (let i = 0; i < 8; i++) add(new Float32Array(250_000).fill(i));
      file.keep();
    };
    await assert.rejects(
      write,
      (error) =>
        error instanceof StorageError && /the disk is full .*; free some space/.test(error.message),
    );
    assert.deepEqual([...Deno.readDirSync(disk.path)].map(({ name }) => name), ["latent.h5ad"]);
    assert.equal(Deno.readTextFileSync(`${disk.path}/latent.h5ad`), "before");
  },
);
