import { strict as assert } from "node:assert";
import { POSTER_GRID } from "../../../lib/sweep/plan/grid.ts";
import { type Manifest, readManifest } from "../../../lib/sweep/store/manifest.ts";
import { writeManifest } from "../../../lib/sweep/store/write_manifest.ts";

const MANIFEST: Manifest = {
  format: 1,
  axes: POSTER_GRID,
  fixed: { batchSize: 64 },
  data: { name: "synthetic", genes: 2000, trainRows: 350, hashes: { 0: "aaaa" } },
  engine: "graph",
  backend: "tensorflow",
  seedRule: "",
  versions: {},
  machine: {},
  command: "",
  updatedAt: "",
};

Deno.test("writeManifest() lets a grid grow and keeps the axes it had", () => {
  const folder = Deno.makeTempDirSync();
  writeManifest(folder, { ...MANIFEST, axes: { ...POSTER_GRID, seeds: [0], latentSizes: [10] } });
  const data = { ...MANIFEST.data, hashes: { 1: "bbbb" } };
  writeManifest(folder, {
    ...MANIFEST,
    data,
    axes: { ...POSTER_GRID, seeds: [1], latentSizes: [20] },
  });
  const { axes, data: { hashes } } = readManifest(folder)!;
  assert.deepEqual([axes.seeds, axes.latentSizes], [[0, 1], [10, 20]]);
  assert.deepEqual(hashes, { 0: "aaaa", 1: "bbbb" });
});

Deno.test("writeManifest() fixes no option that an axis varies, and neither does an older file that says so", () => {
  const folder = Deno.makeTempDirSync();
  const axes = { ...POSTER_GRID, further: { batchSize: [16, 32] } };
  const fixed = { batchSize: 64, hiddenSize: 8 };
  assert.deepEqual(writeManifest(folder, { ...MANIFEST, axes, fixed }).fixed, { hiddenSize: 8 });
  Deno.writeTextFileSync(`${folder}/sweep.json`, JSON.stringify({ ...MANIFEST, axes, fixed }));
  assert.deepEqual(readManifest(folder)!.fixed, { hiddenSize: 8 });
});

Deno.test("writeManifest() keeps the value that runs had before an option became an axis", () => {
  const folder = Deno.makeTempDirSync();
  writeManifest(folder, { ...MANIFEST, fixed: { batchSize: 64 } });
  // Batches were 64, and the weight of the KL term was the models' default of 1.
  const further = { batchSize: [16], klWeight: [0.1, 10] };
  writeManifest(folder, { ...MANIFEST, axes: { ...POSTER_GRID, further }, fixed: {} });
  const { axes } = readManifest(folder)!;
  assert.deepEqual(axes.further, { batchSize: [64, 16], klWeight: [1, 0.1, 10] });
  // A later sweep that does not vary them adds the values that it fixes.
  writeManifest(folder, { ...MANIFEST, fixed: { batchSize: 128, klWeight: 1 } });
  assert.deepEqual(readManifest(folder)!.axes.further, {
    batchSize: [64, 16, 128],
    klWeight: [1, 0.1, 10],
  });
});

Deno.test("writeManifest() refuses other data or options in one folder, naming what differs", () => {
  const folder = Deno.makeTempDirSync();
  writeManifest(folder, MANIFEST);
  const cases: [Partial<Manifest>, RegExp][] = [
    [{ data: { ...MANIFEST.data, name: "mine" } }, /data was synthetic, now mine/],
    [
      { data: { ...MANIFEST.data, hashes: { 0: "cccc" } } },
      /content hash for seed 0 was aaaa, now cccc/,
    ],
    [{ fixed: { batchSize: 32 } }, /batch-size was 64, now 32/],
    [{ engine: "eager" }, /engine was graph, now eager/],
  ];
  const before = Deno.readTextFileSync(`${folder}/sweep.json`);
  for (const [change, message] of cases) {
    assert.throws(() => writeManifest(folder, { ...MANIFEST, ...change }), message);
  }
  assert.equal(Deno.readTextFileSync(`${folder}/sweep.json`), before);
});

Deno.test("readManifest() says which file is not a manifest", () => {
  const folder = Deno.makeTempDirSync();
  Deno.writeTextFileSync(`${folder}/sweep.json`, "{");
  assert.throws(() => readManifest(folder), /Cannot read .*sweep\.json: it is not JSON/);
});
