import assert from "node:assert/strict";
import { loadCohort, type LoadCohortOptions } from "../../lib/data/load_cohort.ts";
import { describeNotices } from "../../lib/data/notices.ts";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { splitSamples } from "../../lib/data/split.ts";
import { inFolder } from "./_files.ts";

/** Which parts hold each group. */
function partsOf(
  groups: readonly string[],
  split: Pick<ReturnType<typeof splitSamples>, "train" | "validation" | "test">,
): Map<string, Set<string>> {
  const parts = new Map<string, Set<string>>();
  for (const part of ["train", "validation", "test"] as const) {
    for (const row of split[part]) {
      const group = groups[row]!;
      parts.set(group, (parts.get(group) ?? new Set()).add(part));
    }
  }
  return parts;
}

Deno.test("splitSamples() keeps the samples of a group together, whatever their types", () => {
  const samples = Array.from({ length: 200 }, (_, i) => `cell ${i}`);
  const groups = samples.map((_, i) => `donor ${i % 20}`);
  const types = samples.map((_, i) => ["T cell", "B cell", "NK cell"][(i * 7) % 3]!);
  for (let seed = 0; seed < 20; seed++) {
    const split = splitSamples(samples, types, { seed, groups });
    const parts = partsOf(groups, split);
    assert.ok([...parts.values()].every(({ size }) => size === 1));
    assert.equal(split.train.length + split.validation.length + split.test.length, 200);
    assert.ok(split.validation.length >= 20 && split.test.length >= 20);
  }
});

Deno.test("splitSamples() takes a group for one of the type that most of its samples have", () => {
  const groups = Array.from({ length: 18 }, (_, i) => `donor ${Math.floor(i / 3)}`);
  const samples = groups.map((_, i) => `cell ${String(i).padStart(2, "0")}`);
  const types = groups.map((_, i) => i % 3 === 0 ? "z" : i < 9 ? "x" : "y");
  for (let seed = 0; seed < 20; seed++) {
    const split = splitSamples(samples, types, { seed, groups });
    for (const part of ["train", "validation", "test"] as const) {
      const seen = new Set([...split[part]].map((row) => types[row]));
      assert.deepEqual([...seen].sort(), ["x", "y", "z"], `${part} of seed ${seed}`);
    }
  }
});

Deno.test("splitSamples() deals few donors out together, and samples without a group alone", () => {
  const donors = ["A", "A", "B", "B", "C", "C", "D", "D", "", ""];
  const samples = donors.map((_, i) => `s${i}`);
  const types = ["x", "x", "y", "y", "z", "z", "w", "w", "x", "y"];
  const split = splitSamples(samples, types, { groups: donors });
  const groups = donors.map((donor, i) => donor || samples[i]!);
  assert.ok([...partsOf(groups, split).values()].every(({ size }) => size === 1));
  assert.deepEqual(split.smallClasses, []);
  assert.throws(() => splitSamples(samples.slice(0, 4), types, { groups: donors.slice(0, 4) }), {
    name: "InputError",
    message: /a cohort needs a cancer type with at least 4 groups$/,
  });
});

/** 24 samples of 8 donors; the last two samples have none. */
async function load(folder: string, options: LoadCohortOptions) {
  const ids = Array.from({ length: 24 }, (_, i) => `S${String(i + 1).padStart(2, "0")}`);
  const row = (gene: string, step: number) =>
    [gene, ...ids.map((_, i) => (i * step) % 11 + 0.5)].join("\t");
  const matrix = `${folder}/matrix.tsv`, phenotype = `${folder}/samples.csv`;
  const genes = ["TP53", "MYC", "KRAS", "EGFR", "PTEN"].map((gene, i) => row(gene, i + 2));
  await Deno.writeTextFile(matrix, [["gene", ...ids].join("\t"), ...genes, ""].join("\n"));
  const rows = ids.map((id, i) => {
    const donor = i < 22 ? `D${i % 8}` : "NA";
    return `${id},${i % 2 ? "lung" : "skin"},${donor},batch1`;
  });
  await Deno.writeTextFile(phenotype, `sample,disease,Donor,batch\n${rows.join("\n")}\n`);
  return await loadCohort(matrix, { phenotype, cache: false, ...options });
}

Deno.test("loadCohort() takes groups from a column of the phenotype table, and the split keeps them", () =>
  inFolder(async (folder) => {
    const cohort = await load(folder, { groupColumn: "donor" });
    assert.deepEqual(cohort.groups!.slice(6, 10), ["D6", "D7", "D0", "D1"]);
    assert.deepEqual(cohort.groups!.slice(21), ["D5", "", ""]);
    assert.deepEqual(describeNotices(cohort.report).slice(-2), [
      "Groups of samples that stay in one part of the split: 8 (D0, D1, D2, D3, D4, …)",
      "Samples that stand alone in the split as the group column names nothing for them: 2 (S23, S24)",
    ]);
    const dataset = prepareDataset(cohort);
    const donorOf = new Map(cohort.matrix.samples.map((id, i) => [id, cohort.groups![i] || id]));
    const seen = ["train", "validation", "test"] as const;
    const donors = seen.map((part) => new Set(dataset[part].samples.map((id) => donorOf.get(id)!)));
    assert.equal(donors.reduce((sum, { size }) => sum + size, 0), new Set(donorOf.values()).size);
    assert.equal((await load(folder, {})).groups, undefined);
  }));

Deno.test("loadCohort() says which donors' samples the split may set apart, where no column of groups is named", () =>
  inFolder(async (folder) => {
    const told = (report: Parameters<typeof describeNotices>[0]) =>
      describeNotices(report).filter((line) => /donors/.test(line));
    assert.deepEqual(told((await load(folder, {})).report), [
      "Patients or donors whose samples may stand in training and test alike, unless --group-column names their " +
      "column: 8 (Donor D0, Donor D1, Donor D2, Donor D3, Donor D4, …)",
    ]);
    assert.deepEqual(told((await load(folder, { groupColumn: "donor" })).report), []);

    const phenotype = `${folder}/patients.tsv`, matrix = `${folder}/tissue.tsv`;
    const join = async (ids: readonly string[], rows: readonly string[]) => {
      const lines = ["TP53", "MYC"].map((gene) => [gene, ...ids.map((_, i) => i)].join("\t"));
      await Deno.writeTextFile(matrix, [["gene", ...ids].join("\t"), ...lines, ""].join("\n"));
      const header = "sample\tpatient_id\tcancer_type\tsample_type";
      await Deno.writeTextFile(phenotype, [header, ...rows, ""].join("\n"));
      return told((await loadCohort(matrix, { phenotype, cache: false })).report);
    };
    // One tumour for each patient is left of these, and the barcode keeps those together.
    const pair = ["T1\tP1\tlung\tTumor", "N1\tP1\tlung\tNormal", "T2\tP2\tskin\tTumor"];
    assert.deepEqual(await join(["T1", "N1", "T2"], pair), []);
    const barcodes = ["TCGA-AA-0001-01", "TCGA-AA-0001-06", "TCGA-AA-0002-01"];
    const rows = barcodes.map((id, i) =>
      `${id}\t${id.slice(0, 12)}\t${["lung", "skin"][i % 2]}\tTumor`
    );
    assert.deepEqual(await join(barcodes, rows), []);
    // All samples of one patient cannot be kept together.
    assert.deepEqual(await join(["T1", "T2"], ["T1\tP1\tlung\tTumor", "T2\tP1\tskin\tTumor"]), []);
  }));

Deno.test("loadCohort() takes groups alone from a table without cancer types", () =>
  inFolder(async (folder) => {
    await load(folder, {});
    const phenotype = `${folder}/donors.tsv`;
    const rows = Array.from(
      { length: 24 },
      (_, i) => `S${String(i + 1).padStart(2, "0")}\tD${i % 6}`,
    );
    await Deno.writeTextFile(phenotype, `sample\tdonor\n${rows.join("\n")}\n`);
    const matrix = `${folder}/matrix.tsv`, options = { phenotype, cache: false } as const;
    const { groups, cancerTypes, report } = await loadCohort(matrix, {
      ...options,
      groupColumn: "donor",
    });
    assert.deepEqual(new Set(cancerTypes), new Set(["unknown"]));
    assert.deepEqual(groups!.slice(5, 8), ["D5", "D0", "D1"]);
    assert.deepEqual(describeNotices(report).slice(-2), [
      "Samples of unknown type as no table names cancer types (the split is not stratified): 24",
      "Groups of samples that stay in one part of the split: 6 (D0, D1, D2, D3, D4, …)",
    ]);
    await assert.rejects(
      loadCohort(matrix, options),
      /no column gives a cancer type by a known name/,
    );
  }));

Deno.test("loadCohort() refuses a group column that is not there or tells nothing apart", () =>
  inFolder(async (folder) => {
    const refused = (options: LoadCohortOptions, message: string | RegExp) =>
      assert.rejects(load(folder, options), { name: "InputError", message });
    await refused(
      { groupColumn: "patient" },
      `Cannot read ${folder}/samples.csv, line 1: no column gives "patient"; name one of its columns: ` +
        '"sample" (S01), "disease" (skin), "Donor" (D0), "batch" (batch1)',
    );
    await refused(
      { groupColumn: "batch" },
      `--group-column: got "batch", but that column of ${folder}/samples.csv names the same group, batch1, for ` +
        "all samples; name one that tells donors apart, or leave the option out",
    );
    await refused(
      { groupColumn: "donor", phenotype: undefined },
      '--group-column: got "donor", but there is no table of cancer types; name one with --phenotype',
    );
  }));
