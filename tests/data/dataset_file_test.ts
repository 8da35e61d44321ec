import assert from "node:assert/strict";
import { loadDataset, writeDataset } from "../../lib/data/dataset_file.ts";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { syntheticCohort } from "../../lib/data/synthetic.ts";
import { inFolder } from "./_files.ts";

const DATASET = prepareDataset(syntheticCohort({ samples: 37, genes: 11, cancerTypes: 2 }));

Deno.test("loadDataset() returns all that writeDataset() wrote", () =>
  inFolder(async (folder) => {
    await writeDataset(DATASET, `${folder}/a.bin`);
    assert.deepEqual(await loadDataset(`${folder}/a.bin`), DATASET);
  }));

Deno.test("writeDataset() replaces a file and leaves nothing else behind", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.bin`, "old");
    await writeDataset(DATASET, `${folder}/a.bin`);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["a.bin"]);
    await assert.rejects(writeDataset(DATASET, `${folder}/none/a.bin`), Deno.errors.NotFound);
    await Deno.mkdir(`${folder}/taken`);
    await assert.rejects(writeDataset(DATASET, `${folder}/taken`));
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
      "a.bin",
      "taken",
    ]);
  }));

Deno.test("loadDataset() refuses a file cut anywhere or with any byte changed", () =>
  inFolder(async (folder) => {
    const path = `${folder}/a.bin`, damaged = `${folder}/b.bin`;
    await writeDataset(DATASET, path);
    const bytes = await Deno.readFile(path);
    const step = Math.ceil(bytes.length / 150);
    for (let at = 0; at < bytes.length; at += at < 32 ? 1 : step) {
      const flipped = Uint8Array.from(bytes);
      flipped[at]! ^= 0x10;
      for (const content of [bytes.subarray(0, at), flipped]) {
        await Deno.writeFile(damaged, content);
        await assert.rejects(loadDataset(damaged), {
          name: "InputError",
          message: /Cannot load .*prepare it again/,
        });
      }
    }
    await Deno.writeFile(damaged, Uint8Array.of(...bytes, 0));
    await assert.rejects(loadDataset(damaged), { name: "InputError" });
  }));

Deno.test("loadDataset() refuses a missing file", () =>
  inFolder(async (folder) => {
    await assert.rejects(loadDataset(`${folder}/none`), {
      name: "InputError",
      message: /no such file/,
    });
  }));
