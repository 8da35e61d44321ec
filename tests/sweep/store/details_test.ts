import { strict as assert } from "node:assert";
import { DetailsWriter, readDetails } from "../../../lib/sweep/store/details.ts";
import { JournalWriter, readJournals } from "../../../lib/sweep/store/journal.ts";
import { trainedRecord } from "../_records.ts";
import { temporaryFolder } from "../../_temporary.ts";

const dataset = {
  hash: "5eed",
  genes: ["TP53", "MYC"],
  test: {
    rows: 2,
    values: Float32Array.of(1, 3, 0, 2),
    samples: ["TCGA-1", "TCGA-2"],
    cancerTypes: ["BRCA", "LAML"],
  },
};
const details = { errors: [0.25, 0.5], kl: [1, 0, 2], activity: [0.5, 0, 1] };

function fileOf(folder: string): string {
  return `${folder}/${[...Deno.readDirSync(folder)][0]!.name}`;
}

Deno.test("DetailsWriter and readDetails() give back what was kept, with the samples it is about", () => {
  const folder = temporaryFolder();
  using writer = new DetailsWriter(folder);
  const exact = { ...details, errors: Float32Array.of(1 / 3, 1e-20) };
  writer.append("a", exact, dataset);
  writer.append("b", { ...details, kl: [NaN, Infinity, 0] }, dataset);
  const [a, b] = readDetails(folder);
  assert.deepEqual(Float32Array.from(a!.errors), exact.errors); // to the last bit
  // Mean squares of the two samples: (1 + 9) / 2 and (0 + 4) / 2.
  assert.deepEqual(a!.test.meanPredictor, [5, 2]);
  assert.deepEqual(a!.test.cancerTypes, ["BRCA", "LAML"]);
  assert.deepEqual(b!.kl, Float64Array.of(NaN, NaN, 0));
  assert.equal(a!.test, b!.test, "samples are kept once");
});

Deno.test("DetailsWriter keeps the samples of each dataset that it comes to", () => {
  const folder = temporaryFolder();
  using writer = new DetailsWriter(folder);
  const other = {
    ...dataset,
    hash: "07e4",
    test: { ...dataset.test, samples: ["TCGA-8", "TCGA-9"] },
  };
  writer.append("a", details, dataset);
  writer.append("b", details, other);
  writer.append("c", details, dataset);
  const samples = [...readDetails(folder)].map(({ test }) => test.samples[0]);
  assert.deepEqual(samples, ["TCGA-1", "TCGA-8", "TCGA-1"]);
  const lines = Deno.readTextFileSync(fileOf(folder)).trim().split("\n");
  assert.equal(lines.length, 5, "two lines of samples, three of runs");
});

Deno.test("readDetails() gives whole lines of a file cut anywhere, and no journal's reader sees them", () => {
  const folder = temporaryFolder(), cut = temporaryFolder();
  {
    using writer = new DetailsWriter(folder);
    writer.append("a", details, dataset);
    writer.append("b", details, dataset);
  }
  const bytes = Deno.readFileSync(fileOf(folder)), ends: number[] = [];
  bytes.forEach((byte, i) => byte === 10 && ends.push(i));
  for (let length = 0; length <= bytes.length; length += 7) {
    Deno.writeFileSync(`${cut}/host-1.details`, bytes.subarray(0, length));
    const whole = ends.slice(1).filter((end) => length >= end).length;
    assert.equal(readDetails(cut).toArray().length, whole, `${length} bytes`);
    assert.deepEqual(readJournals(cut), { records: [], damaged: [] });
  }
});

Deno.test("readDetails() accepts no details whose bytes, or whose samples' bytes, were changed", () => {
  const folder = temporaryFolder();
  new DetailsWriter(folder).append("a", details, dataset);
  const path = fileOf(folder), text = Deno.readTextFileSync(path);
  for (const [found, changed] of [["0.25", "0.26"], ["BRCA", "GBM_"]] as const) {
    Deno.writeTextFileSync(path, text.replace(found, changed));
    assert.equal(readDetails(folder).toArray().length, 0, found);
  }
  Deno.writeTextFileSync(path, text);
  assert.equal(readDetails(folder).toArray().length, 1);
});

Deno.test("readDetails() gives one entry for a run that two processes finished", () => {
  const folder = temporaryFolder();
  for (let process = 0; process < 2; process++) {
    using writer = new DetailsWriter(folder);
    writer.append("a", details, dataset);
  }
  assert.equal([...Deno.readDirSync(folder)].length, 2, "each its own file");
  assert.deepEqual(readDetails(folder).map(({ run }) => run).toArray(), ["a"]);
});

Deno.test("readJournals() does not see the details beside its journals", () => {
  const folder = temporaryFolder();
  using journal = new JournalWriter(folder);
  using writer = new DetailsWriter(folder);
  writer.append("a", details, dataset);
  journal.append(trainedRecord("a"));
  const { records, damaged } = readJournals(folder);
  assert.deepEqual([records.length, damaged.length], [1, 0]);
});
