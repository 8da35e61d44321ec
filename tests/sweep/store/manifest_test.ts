import { strict as assert } from "node:assert";
import { POSTER_GRID } from "../../../lib/sweep/plan/grid.ts";
import { type Manifest, readManifest } from "../../../lib/sweep/store/manifest.ts";
import { JournalWriter, readJournals } from "../../../lib/sweep/store/journal.ts";
import type { RunRecord } from "../../../lib/sweep/store/record.ts";
import { checkManifest, writeManifest } from "../../../lib/sweep/store/write_manifest.ts";
import { recordOf, trainedRecord } from "../_records.ts";
import { temporaryFolder } from "../../_temporary.ts";

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

/** A folder of a sweep with these runs. */
function folderWith(manifest: Manifest, records: readonly RunRecord[]): string {
  const folder = temporaryFolder();
  writeManifest(folder, manifest);
  using journal = new JournalWriter(`${folder}/runs`);
  for (const record of records) journal.append(record);
  return folder;
}

Deno.test("writeManifest() lets a grid grow and keeps the axes it had", () => {
  const first = { ...POSTER_GRID, seeds: [0], latentSizes: [10] };
  const folder = folderWith({ ...MANIFEST, axes: first }, [trainedRecord("a")]);
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
  const folder = temporaryFolder();
  const axes = { ...POSTER_GRID, further: { batchSize: [16, 32] } };
  const fixed = { batchSize: 64, hiddenSize: 8 };
  assert.deepEqual(writeManifest(folder, { ...MANIFEST, axes, fixed }).fixed, { hiddenSize: 8 });
  Deno.writeTextFileSync(`${folder}/sweep.json`, JSON.stringify({ ...MANIFEST, axes, fixed }));
  // Of an option that came later, what runs had before it.
  assert.deepEqual(readManifest(folder)!.fixed, { minEpochs: 0, hiddenSize: 8 });
});

Deno.test("writeManifest() keeps the value that runs had before an option became an axis", () => {
  const folder = folderWith({ ...MANIFEST, fixed: { batchSize: 64 } }, [trainedRecord("a")]);
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
  const folder = folderWith(MANIFEST, [trainedRecord("a")]);
  const cases: [Partial<Manifest>, RegExp][] = [
    // Without a seed in common there is nothing but the name.
    [
      { data: { ...MANIFEST.data, name: "mine", hashes: { 1: "aaaa" } } },
      /\(data was synthetic, now mine\)/,
    ],
    [
      { data: { ...MANIFEST.data, hashes: { 0: "cccc" } } },
      /\(the data's content hash for seed 0 was aaaa, now cccc\)/,
    ],
    [
      { data: { ...MANIFEST.data, name: "mine", hashes: { 0: "aaaa", 1: "b" }, genes: 7 } },
      /\(genes was 2000, now 7\)/,
    ],
    [{ fixed: { batchSize: 32 } }, /batch-size was 64, now 32/],
    [{ engine: "eager" }, /engine was graph, now eager/],
    // A folder that says nothing of a device is of a processor's runs.
    [{ device: "gpu" }, /\(device was cpu, now gpu\)/],
    [{ device: "cpu", precision: "tf32" }, /\(precision was float32, now tf32\)/],
  ];
  const before = Deno.readTextFileSync(`${folder}/sweep.json`);
  for (const [change, message] of cases) {
    assert.throws(() => writeManifest(folder, { ...MANIFEST, ...change }), message);
  }
  assert.equal(Deno.readTextFileSync(`${folder}/sweep.json`), before);
});

Deno.test("writeManifest() knows the same data under another name by their content", () => {
  const folder = folderWith(MANIFEST, [trainedRecord("a")]);
  const data = { ...MANIFEST.data, name: "renamed", hashes: { 0: "aaaa", 1: "bbbb" } };
  assert.equal(writeManifest(folder, { ...MANIFEST, data }).data.name, "renamed");
  assert.deepEqual(readManifest(folder)!.data.hashes, { 0: "aaaa", 1: "bbbb" });
});

const OTHER: Manifest = {
  ...MANIFEST,
  axes: { ...POSTER_GRID, latentSizes: [7] },
  fixed: { batchSize: 32 },
  data: { ...MANIFEST.data, name: "mine", hashes: { 0: "cccc" } },
};

Deno.test("writeManifest() gives a folder without a finished run to another sweep, and removes its failures", () => {
  for (const records of [[], [recordOf("a"), recordOf("b")]]) {
    const folder = folderWith(MANIFEST, records);
    for (const name of ["results.csv", "results.parquet", "baselines.parquet", "notes.txt"]) {
      Deno.writeTextFileSync(`${folder}/${name}`, "of before");
    }
    assert.equal(checkManifest(folder, OTHER), true);
    assert.equal(readJournals(`${folder}/runs`).records.length, records.length);
    assert.deepEqual(writeManifest(folder, OTHER).data, OTHER.data);
    assert.deepEqual(readManifest(folder)!.axes.latentSizes, [7]);
    assert.deepEqual(readManifest(folder)!.fixed, { minEpochs: 0, batchSize: 32 });
    assert.equal(readJournals(`${folder}/runs`).records.length, 0);
    const left = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) =>
      name !== "runs"
    );
    assert.deepEqual(left.sort(), ["notes.txt", "sweep.json"]);
  }
});

Deno.test("writeManifest() keeps failures and the grid of a sweep that is called again with as much or more", () => {
  const folder = folderWith(MANIFEST, [recordOf("a")]);
  const axes = { ...POSTER_GRID, seeds: [0, 1] };
  assert.equal(checkManifest(folder, { ...MANIFEST, axes }), false);
  assert.deepEqual(writeManifest(folder, { ...MANIFEST, axes }).axes, { ...axes, further: {} });
  assert.equal(readJournals(`${folder}/runs`).records.length, 1);
});

Deno.test("checkManifest() refuses another sweep where a run is finished, under way, damaged or in Slurm", () => {
  const message = /it holds results of other data or options \(data was synthetic, now mine; /;
  for (const status of ["converged", "max_epochs", "diverged"] as const) {
    const folder = folderWith(MANIFEST, [recordOf("a"), trainedRecord("b", { status })]);
    assert.throws(() => checkManifest(folder, OTHER), message);
  }
  const begun = folderWith(MANIFEST, []);
  using journal = new JournalWriter(`${begun}/runs`);
  journal.begin("a");
  assert.throws(() => checkManifest(begun, OTHER), message);
  const damaged = folderWith(MANIFEST, []);
  Deno.mkdirSync(`${damaged}/runs`, { recursive: true });
  Deno.writeTextFileSync(`${damaged}/runs/a.jsonl`, "half a line\n");
  assert.throws(() => checkManifest(damaged, OTHER), message);
  const submitted = folderWith(MANIFEST, []);
  Deno.mkdirSync(`${submitted}/slurm`);
  assert.throws(() => checkManifest(submitted, OTHER), message);
});

Deno.test("readManifest() says which file is not a manifest", () => {
  const folder = temporaryFolder();
  Deno.writeTextFileSync(`${folder}/sweep.json`, "{");
  assert.throws(() => readManifest(folder), /Cannot read .*sweep\.json: it is not JSON/);
});
