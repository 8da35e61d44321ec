import { strict as assert } from "node:assert";
import { dataTargets } from "../../lib/bench/data_targets.ts";
import type { DataTimes } from "../../lib/bench/measure_data.ts";
import { formatReport } from "../../lib/bench/format_report.ts";
import { EMPTY_REPORT } from "./_times.ts";

/** 20 ns for each of 227 million cells, and half of pandas' time. */
const FULL: DataTimes = {
  ...{ samples: 11060, genes: 20531, megabytes: 404, prepare: [20, 18, 22], peakGigabytes: 2.2 },
  ...{ again: [0.4, 0.5, 0.4], pandas: [40, 45, 44], pandasPeakGigabytes: 3.2 },
};
const SMALL: DataTimes = {
  ...{
    samples: 25_000,
    genes: 1000,
    megabytes: 60,
    prepare: [2.5],
    peakGigabytes: 0.5,
    again: [0.2],
  },
};
const LARGE: DataTimes = { ...SMALL, samples: 100_000, prepare: [12], peakGigabytes: 1.6 };

Deno.test("dataTargets() pairs runs with pandas', and judges the full size's memory and second start", () => {
  // Ratios 20 / 40, 18 / 45, 22 / 44: 0.5, 0.4, 0.5.
  const found = dataTargets([FULL, SMALL, LARGE]).map(({ name, worst, met }) => [name, worst, met]);
  assert.deepEqual(found, [
    [".tsv.gz to prepared dataset / pandas.read_csv", 0.5, true],
    ["memory of preparing, GB", 2.2, true],
    ["second start, s", 0.4, true],
    ["time of a cell beside the smallest cohort's", 1.2, true], // 120 ns beside 100
    ["memory of a cell beside the smallest cohort's", 0.8, true], // 16 bytes beside 20
  ]);
});

Deno.test("dataTargets() says nothing of pandas where there is none, and misses what is over", () => {
  const { pandas: _, ...alone } = FULL;
  const slow = { ...LARGE, prepare: [13], peakGigabytes: 2.3 };
  const found = dataTargets([{ ...alone, peakGigabytes: 2.6, again: [1.1] }, SMALL, slow]);
  assert.deepEqual(found.map(({ met }) => met), [false, false, false, false]);
  assert.equal(found.at(-1)!.where, "100000 × 1000");
});

Deno.test("formatReport() shows data with and without pandas", () => {
  const text = formatReport({ ...EMPTY_REPORT, data: [FULL, SMALL] });
  assert.match(text, /11060 +20531 +404 +20 +88\.\d* +2\.2 +0\.4 +44 +3\.2/);
  assert.match(text, /25000 +1000 +60 +2\.5 +100 +0\.5 +0\.2 +- +-/);
});
