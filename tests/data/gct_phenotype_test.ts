import assert from "node:assert/strict";
import { readGctPhenotype } from "../../lib/data/formats/gct_phenotype.ts";
import { loadCohort } from "../../lib/data/load_cohort.ts";
import { gzip, withFile } from "./_files.ts";

const rows = (...lines: string[]) =>
  lines.map((line) => line.replaceAll("|", "\t") + "\n").join("");

Deno.test("readGctPhenotype() reads what GCT 1.3 says about its samples", () =>
  withFile(
    gzip(rows(
      "#1.3",
      "2|3|1|2",
      "id|pr_gene_symbol|A375_1|MCF7_2|PC3_3",
      'cell_type|na|skin|"breast"|prostate',
      "dose|-666|10|5|",
      "200814_at|PSME1|1|2|3",
      "201055_s_at|HNRNPA0|4|5|6",
    )),
    async (path) => {
      const { names, index, rows, column, report } = await readGctPhenotype(path);
      assert.deepEqual([names, index, rows], [
        ["cell_type", "dose"],
        ["A375_1", "MCF7_2", "PC3_3"],
        3,
      ]);
      assert.deepEqual(await column(0), ["skin", "breast", "prostate"]);
      assert.deepEqual([await column(1), report], [["10", "5", ""], []]);
    },
  ));

Deno.test("readGctPhenotype() finds the samples of GCT 1.2, about which that says nothing", () =>
  withFile(
    rows(
      "#1.2",
      "1|2",
      "Name|Description|GTEX-1117F-0226-SM-5GZZ7|GTEX-111CU-1826-SM-5GZYN",
      "ENSG1|A|0|1",
    ),
    async (path) => {
      const { names, index } = await readGctPhenotype(path);
      assert.deepEqual(names, []);
      assert.deepEqual(index, ["GTEX-1117F-0226-SM-5GZZ7", "GTEX-111CU-1826-SM-5GZYN"]);
    },
  ));

Deno.test("readGctPhenotype() refuses a file that ends above its numbers", () =>
  withFile(
    rows("#1.3", "2|3|1|2", "id|symbol|a|b|c").trim(),
    (path) =>
      assert.rejects(readGctPhenotype(path), {
        name: "InputError",
        message: `Cannot read ${path}: it ends above its numbers; is the file complete?`,
      }),
  ));

Deno.test("loadCohort() takes cancer types and donors from the lines of GCT 1.3", () =>
  withFile(
    rows(
      "#1.3",
      "2|4|1|3",
      "id|pr_gene_symbol|s1|s2|s3|s4",
      "donor|na|D1|D2|D2|D3",
      "primary_disease|na|skin|breast|breast|skin",
      "sample_type|na|Tumor|Normal|Tumor|Tumor",
      "200814_at|PSME1|1|2|3|4",
      "201055_s_at|HNRNPA0|4|5|6|7",
    ),
    async (path) => {
      const cohort = await loadCohort(path, { cache: false, groupColumn: "donor" });
      assert.deepEqual(cohort.matrix.samples, ["s1", "s3", "s4"]);
      assert.deepEqual([...cohort.matrix.values], [1, 4, 3, 6, 4, 7]);
      assert.deepEqual(cohort.cancerTypes, ["skin", "breast", "skin"]);
      assert.deepEqual(cohort.groups, ["D1", "D2", "D3"]);
    },
  ));
