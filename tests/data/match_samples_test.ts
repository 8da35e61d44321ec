import assert from "node:assert/strict";
import { matchSamples } from "../../lib/data/match_samples.ts";
import type { Notice } from "../../lib/data/notices.ts";

function counts(report: readonly Notice[]) {
  return Object.fromEntries(report.map(({ kind, count }) => [kind, count]));
}

Deno.test("matchSamples() goes from the id over the sample's to the patient's barcode", () => {
  const phenotype = new Map([
    ["TCGA-AA-0001-01", "exact"],
    ["TCGA-AA-0002-01A-11R", "sample"],
    ["TCGA-AA-0003", "patient"],
    ["TCGA-AA-0004-01", "other sample of the patient"],
    ["GBM-1", "no barcode"],
    ["TCGA-ZZ-9999-01", "unused"],
  ]);
  const samples = [
    "TCGA-AA-0001-01",
    "TCGA-AA-0002-01",
    "TCGA.AA.0003.01",
    "TCGA-AA-0004-11",
    "GBM-1",
    "GBM-2",
  ];
  const { cancerTypes, report } = matchSamples(samples, phenotype);
  assert.deepEqual(cancerTypes, [
    "exact",
    "sample",
    "patient",
    "other sample of the patient",
    "no barcode",
    "unknown",
  ]);
  assert.deepEqual(counts(report), {
    "matched-samples": 2,
    "matched-by-barcode": 1,
    "matched-by-patient": 2,
    "unmatched-samples": 1,
    "unused-phenotype-rows": 1,
  });
});

Deno.test("matchSamples() never guesses between rows of different types", () => {
  const phenotype = new Map([["TCGA-AA-0001-01A", "ACC"], ["TCGA-AA-0001-01B", "UVM"]]);
  const { cancerTypes, report } = matchSamples(["TCGA-AA-0001-01", "TCGA-AA-0001-01B"], phenotype);
  assert.deepEqual(cancerTypes, ["unknown", "UVM"]);
  assert.equal(counts(report)["ambiguous-samples"], 1);
});

Deno.test("matchSamples() does not take a longer id for a barcode it merely starts like", () => {
  const phenotype = new Map([["TCGA-AA-0001", "ACC"], ["S1", "UVM"]]);
  const { cancerTypes } = matchSamples(["S1", "S10", "TCGA-AA-00012-01"], phenotype);
  assert.deepEqual(cancerTypes, ["UVM", "unknown", "unknown"]);
});

Deno.test("matchSamples() refuses a table that matches no sample", () => {
  assert.throws(() => matchSamples(["S1", "S2"], new Map([["T1", "ACC"]])), {
    name: "InputError",
    message: /none of 2 \(such as S1\) is in the phenotype table \(such as T1\)/,
  });
});
