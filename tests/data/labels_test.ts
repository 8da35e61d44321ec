import assert from "node:assert/strict";
import { loadDataset } from "../../lib/data/dataset_file.ts";
import { describeData } from "../../lib/data/describe_data.ts";
import { loadCohort, type LoadCohortOptions } from "../../lib/data/load_cohort.ts";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { prepareOnce, type PrepareOnceOptions } from "../../lib/data/prepare_once.ts";
import { summarizeCohort } from "../../lib/data/data_summary.ts";
import { inFolder } from "./_files.ts";

const IDS = Array.from({ length: 30 }, (_, i) => `S${String(i + 1).padStart(2, "0")}`);

/** What the table says of sample i: 4 of 30 have no sex, 2 are of stage IV, ages are all different. */
const CELLS: Readonly<Record<string, (i: number) => string>> = {
  disease: (i) => i % 3 ? "lung" : "skin",
  Sex: (i) => i < 4 ? ["", "NA", "unknown", "[Not Available]"][i]! : i % 2 ? "female" : "male",
  stage: (i) => i < 2 ? "IV" : i % 4 === 1 ? "II" : "I",
  age: (i) => String(30 + i),
  days: (i) => i < 25 ? String(i / 2) : "",
  grade: (i) => String(1 + i % 3),
  batch: () => "one",
};

async function write(folder: string): Promise<{ matrix: string; phenotype: string }> {
  const matrix = `${folder}/matrix.tsv`, phenotype = `${folder}/samples.csv`;
  const genes = ["TP53", "MYC", "KRAS", "EGFR"].map((gene, at) =>
    [gene, ...IDS.map((_, i) => (i * (at + 2)) % 11 + 0.5)].join("\t")
  );
  await Deno.writeTextFile(matrix, [["gene", ...IDS].join("\t"), ...genes, ""].join("\n"));
  const rows = IDS.map((id, i) => [id, ...Object.values(CELLS).map((cell) => cell(i))].join());
  await Deno.writeTextFile(phenotype, `sample,${Object.keys(CELLS)}\n${rows.join("\n")}\n`);
  return { matrix, phenotype };
}

async function load(folder: string, options: LoadCohortOptions) {
  const { matrix, phenotype } = await write(folder);
  return await loadCohort(matrix, { phenotype, cache: false, ...options });
}

const kinds = (report: readonly { kind: string; count: number; examples: readonly string[] }[]) =>
  new Map(report.map(({ kind, count, examples }) => [kind, [count, ...examples]]));

Deno.test("loadCohort() takes labels by name in any case of letters, and leaves out what is missing", () =>
  inFolder(async (folder) => {
    const cohort = await load(folder, { labels: ["cancer_type", "sex", "STAGE", "grade"] });
    const { labels, cancerTypes, report } = cohort;
    assert.deepEqual(labels!.map(({ name }) => name), ["cancer_type", "Sex", "stage", "grade"]);
    const [types, sex, stage, grade] = labels!.map(({ values }) => values);
    assert.deepEqual(types, cancerTypes);
    assert.deepEqual(sex!.slice(0, 6), [...Array(4).fill("unknown"), "male", "female"]);
    assert.deepEqual(stage!.slice(0, 6), ["unknown", "unknown", "I", "I", "I", "II"]);
    assert.deepEqual(grade!.slice(0, 3), ["1", "2", "3"]);
    const found = kinds(report);
    assert.deepEqual(found.get("unlabelled-samples"), [1, "Sex: 4 of 30"]);
    assert.deepEqual(found.get("small-label-classes"), [1, "stage IV: 2"]);
    assert.equal(found.has("single-class-labels"), false);
    const { lines } = describeData(summarizeCohort(cohort), report);
    assert.deepEqual(
      lines.filter(({ what }) => what === "label").map(({ text }) => text).slice(1, 3),
      [
        "Sex: female 13, male 13; 4 samples are left out where it is predicted",
        "stage: I 21, II 7; 2 samples are left out where it is predicted",
      ],
    );
  }));

Deno.test("loadCohort() takes labels from the obs of an .h5ad", async () => {
  const path = new URL("../fixtures/formats/csr.h5ad", import.meta.url).pathname;
  const { labels } = await loadCohort(path, { cache: false, labels: ["Stage"] });
  assert.equal(labels![0]!.name, "stage");
  assert.ok(labels![0]!.values.includes("I"));
});

Deno.test("loadCohort() says that a label with one class is not predicted", () =>
  inFolder(async (folder) => {
    const { labels, report } = await load(folder, { labels: ["disease", "batch"] });
    assert.equal(labels!.length, 2);
    assert.deepEqual(kinds(report).get("single-class-labels"), [1, "batch"]);
  }));

Deno.test("loadCohort() refuses labels that are not there, are named twice or are numbers such as ages", () =>
  inFolder(async (folder) => {
    const refused = async (labels: string[], message: RegExp) =>
      await assert.rejects(load(folder, { labels }), { name: "InputError", message });
    await refused(
      ["weight"],
      /no column gives "weight"; name one of its columns: .*"Sex" \(male\)/,
    );
    await refused(["sex", "SEX"], /^--labels: got "SEX" twice; name it once$/);
    await refused(
      ["age"],
      /^--labels: got "age", but that column of .* has 30 different numbers \(such as 30, 31\), which are no classes; add a column/,
    );
    await refused(["days"], /has 25 different numbers/);
    await assert.rejects(loadCohort("synthetic-60x20", { labels: ["sex"] }), {
      name: "InputError",
      message: '--labels: got "sex", but synthetic-60x20 has cancer types alone; leave it out',
    });
    const { matrix } = await write(folder);
    await assert.rejects(loadCohort(matrix, { labels: ["sex"], cache: false }), {
      name: "InputError",
      message:
        '--labels: got "sex", but there is no table of cancer types; name one with --phenotype',
    });
  }));

Deno.test("prepareOnce() keeps labels through the split and its file; without any the data's hash is as ever", () =>
  inFolder(async (folder) => {
    const { matrix, phenotype } = await write(folder), cache = `${folder}/cache`;
    const prepare = (options: PrepareOnceOptions = {}) =>
      prepareOnce(matrix, { phenotype, cache, ...options });
    const plain = await prepare(), typesAlone = await prepare({ labels: ["cancer_type"] });
    assert.equal(plain.dataset.train.labels, undefined);
    assert.equal(typesAlone.dataset.hash, plain.dataset.hash);
    const { dataset, path } = await prepare({ labels: ["stage", "sex"] });
    assert.notEqual(dataset.hash, plain.dataset.hash);
    assert.deepEqual(dataset.train.values, plain.dataset.train.values);
    const again = await loadDataset(path);
    for (const part of ["train", "validation", "test"] as const) {
      const { labels, samples } = again[part];
      assert.deepEqual(labels, dataset[part].labels);
      assert.deepEqual(labels!.map(({ name }) => name), ["stage", "Sex"]);
      for (const [row, sample] of samples.entries()) {
        const i = IDS.indexOf(sample);
        assert.equal(labels![0]!.values[row], i < 2 ? "unknown" : CELLS.stage!(i));
      }
    }
    assert.equal((await prepare({ labels: ["stage", "sex"] })).fromCache, true);
  }));

Deno.test("prepareDataset() does not depend on labels, but for them", () =>
  inFolder(async (folder) => {
    const cohort = await load(folder, { labels: ["grade"] }), { labels: _, ...without } = cohort;
    const { train, hash } = prepareDataset(cohort), other = prepareDataset(without);
    assert.deepEqual(train.samples, other.train.samples);
    assert.notEqual(hash, other.hash);
  }));
