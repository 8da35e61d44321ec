import assert from "node:assert/strict";
import h5wasm from "h5wasm/node";
import { loadCohort, type LoadCohortOptions } from "../../lib/data/load_cohort.ts";
import { describeNotices } from "../../lib/data/notices.ts";

await h5wasm.ready;

/** Loads a file of eight cells and two genes with these columns in obs. */
async function load(
  columns: Readonly<Record<string, readonly string[]>>,
  options: LoadCohortOptions = {},
) {
  const path = await Deno.makeTempFile({ suffix: ".h5ad" });
  try {
    const file = new h5wasm.File(path, "w");
    const frame = (name: string, ids: readonly string[]) => {
      const group = file.create_group(name);
      group.create_attribute("_index", "_index");
      group.create_dataset({ name: "_index", data: [...ids] });
      return group;
    };
    const obs = frame(
      "obs",
      Array.from({ length: 8 }, (_, i) => `AAACCTGAGAAAC${"ACGT"[i % 4]}C${"AC"[i >> 2]}-1`),
    );
    for (const [name, data] of Object.entries(columns)) {
      obs.create_dataset({ name, data: [...data] });
    }
    frame("var", ["TP53", "MYC"]);
    file.create_dataset({
      name: "X",
      data: Float32Array.from({ length: 16 }, (_, i) => i),
      shape: [8, 2],
    });
    file.close();
    return await loadCohort(path, { cache: false, ...options });
  } finally {
    await Deno.remove(path);
  }
}

const repeat = (...texts: string[]) =>
  Array.from({ length: 8 }, (_, i) => texts[i % texts.length]!);
const CELLS = repeat("T cell", "B cell");

Deno.test("loadCohort() takes no column of obs with one value, or one for each cell, for a type", async () => {
  const each = Array.from({ length: 8 }, (_, i) => `cluster ${i}`);
  const { cancerTypes, phenotype } = await load({
    disease: repeat("normal"),
    cohort: each,
    cell_type: CELLS,
  });
  assert.deepEqual(cancerTypes, CELLS);
  const { column, columns, joinedBy, matched } = phenotype!;
  assert.deepEqual([column, columns, joinedBy, matched], ["cell_type", 3, null, 8]);
  const useless = { disease: repeat("normal"), cell_type: each, total_counts: each };
  for (const columns of Object.entries(useless).map((column) => Object.fromEntries([column]))) {
    const cohort = await load(columns);
    assert.deepEqual(new Set(cohort.cancerTypes), new Set(["unknown"]));
    assert.equal(cohort.phenotype, undefined);
    assert.ok(cohort.report.some(({ kind }) => kind === "no-phenotype"));
  }
  const named = await load({ cell_type: each }, { phenotypeColumn: "cell_type" });
  assert.deepEqual(named.cancerTypes, each);
  const one = await load({ disease: repeat("normal") }, { phenotypeColumn: "Disease" });
  assert.deepEqual(one.cancerTypes, repeat("normal"));
});

Deno.test("loadCohort() takes donors and sample types from obs", async () => {
  const columns = {
    cell_type: CELLS,
    donor_id: repeat("P1", "P1", "P2", "P3"),
    sample_type: repeat("Tumor", "Tumor", "Tumor", "Normal"),
  };
  const { groups, cancerTypes, sampleTypes, report } = await load(columns, {
    groupColumn: "donor_id",
  });
  assert.deepEqual(groups, ["P1", "P1", "P2", "P1", "P1", "P2"]);
  assert.deepEqual(cancerTypes, ["T cell", "B cell", "T cell", "T cell", "B cell", "T cell"]);
  assert.deepEqual(sampleTypes!.counts, { tumour: 6, normal: 2, control: 0, unknown: 0 });
  const lines = describeNotices(report);
  assert.ok(lines.includes("Groups of samples that stay in one part of the split: 2 (P1, P2)"));
  const alone = await load({ donor: repeat("P1", "P2") }, { groupColumn: "donor" });
  assert.deepEqual(alone.groups, repeat("P1", "P2"));
});
