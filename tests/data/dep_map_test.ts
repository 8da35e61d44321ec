import assert from "node:assert/strict";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { summarizeCohort } from "../../lib/data/data_summary.ts";
import { describeData } from "../../lib/data/describe_data.ts";
import { inFolder } from "./_files.ts";

const HEADER =
  ",SequencingID,ModelID,IsDefaultEntryForModel,ModelConditionID,IsDefaultEntryForMC," +
  "TSPAN6 (7105),TNMD (64102),DPM1 (8813)";

/** Ten sequencings of eight models, of which two were sequenced again. */
const SEQUENCINGS = [
  ...Array.from(
    { length: 8 },
    (_, i) => ({ model: `ACH-00000${i + 1}`, isDefault: true, first: i }),
  ),
  { model: "ACH-000003", isDefault: false, first: 90 },
  { model: "ACH-000007", isDefault: false, first: 91 },
];

function table(yes: string, no: string): string {
  const rows = SEQUENCINGS.map(({ model, isDefault, first }, i) =>
    [i, `CDS-${i}`, model, isDefault ? yes : no, `MC-${i}`, yes, first, first / 4, 5].join()
  );
  return `${[HEADER, ...rows.toReversed()].join("\n")}\n`;
}

for (const [yes, no] of [["Yes", "No"], ["True", "False"], ["1", "0"]] as const) {
  Deno.test(`loadCohort() reads DepMap's tables since 24Q4 by models, default entries alone (${yes})`, () =>
    inFolder(async (folder) => {
      const path = `${folder}/OmicsExpressionTPMLogp1HumanProteinCodingGenes.csv`;
      await Deno.writeTextFile(path, table(yes, no));
      const models = SEQUENCINGS.slice(0, 8).map(({ model }, i) =>
        `${model},L${i},${i < 4 ? "Lung" : "Skin"}\n`
      );
      await Deno.writeTextFile(
        `${folder}/Model.csv`,
        `ModelID,CellLineName,OncotreeLineage\n${models.join("")}`,
      );
      const cohort = await loadCohort(path, { phenotype: `${folder}/Model.csv`, cache: false });
      const { samples, genes, values } = cohort.matrix;
      assert.deepEqual(
        samples,
        ["8", "7", "6", "5", "4", "3", "2", "1"].map((n) => `ACH-00000${n}`),
      );
      assert.deepEqual(genes, ["TSPAN6 (7105)", "TNMD (64102)", "DPM1 (8813)"]);
      assert.deepEqual([...values.slice(0, 6)], [7, 1.75, 5, 6, 1.5, 5]);
      assert.deepEqual(cohort.cancerTypes, [...Array(4).fill("Skin"), ...Array(4).fill("Lung")]);
      const { lines } = describeData(summarizeCohort(cohort), cohort.report);
      assert.equal(
        lines.find(({ what }) => what === "left out")!.text,
        "2 rows that are not the default entries of their models (ACH-000007, ACH-000003), " +
          "5 columns that are no genes (the first column, SequencingID, IsDefaultEntryForModel, ModelConditionID, " +
          "IsDefaultEntryForMC)",
      );
    }));
}

Deno.test("loadCohort() leaves the portal's columns about models out", () =>
  inFolder(async (folder) => {
    const path = `${folder}/Expression_Public_23Q4_subsetted.csv`;
    await Deno.writeTextFile(
      path,
      "depmap_id,cell_line_display_name,lineage_1,lineage_2,lineage_3,lineage_6,A1BG,TSPAN6\n" +
        "ACH-000956,22RV1,Prostate,Prostate Adenocarcinoma,,,2.5,0\n" +
        "ACH-000323,5637,Bladder/Urinary Tract,Bladder Urothelial Carcinoma,,,0,4.75\n",
    );
    const { matrix } = await loadCohort(path, { cache: false });
    assert.deepEqual(matrix.samples, ["ACH-000956", "ACH-000323"]);
    assert.deepEqual([matrix.genes, [...matrix.values]], [["A1BG", "TSPAN6"], [2.5, 0, 0, 4.75]]);
  }));
