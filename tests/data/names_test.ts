import { strict as assert } from "node:assert";
import { requireCohort } from "../../lib/data/download/catalogue.ts";
import { isSynthetic } from "../../lib/data/load_cohort.ts";
import { cohortPaths, resolveCohort } from "../../lib/data/resolve_cohort.ts";
import { temporaryFolder } from "../_temporary.ts";

Deno.test("isSynthetic() tells an invented cohort from a file of that name", () => {
  assert.ok(isSynthetic("synthetic-60x40") && !isSynthetic("synthetic.tsv"));
});

Deno.test("resolveCohort() leaves a path as it is and finds a downloaded cohort by its short name", () => {
  const folder = temporaryFolder();
  assert.equal(resolveCohort("my.tsv", {}, folder).matrix, "my.tsv");
  Deno.writeTextFileSync(`${folder}/TCGA.UVM.sampleMap.HiSeqV2.gz`, "");
  Deno.writeTextFileSync(`${folder}/TCGA.UVM.sampleMap.UVM_clinicalMatrix`, "");
  assert.equal(resolveCohort("UVM", {}, folder).name, "tcga-uvm");
});

Deno.test("cohortPaths() are the files of a cohort in its folder", () => {
  const { matrix } = cohortPaths(requireCohort("brca"), "data");
  assert.equal(matrix, "data/TCGA.BRCA.sampleMap.HiSeqV2.gz");
  assert.match(requireCohort("tcga-pancan").matrix.url, /^https:/);
});
