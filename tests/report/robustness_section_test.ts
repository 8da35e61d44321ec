import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { robustnessSection } from "../../lib/report/_robustness_section.ts";
import type { AnalysisTable } from "../../lib/report/analysis_tables.ts";

const reported = {
  ...{ claim: 1, within: "", choice: "as reported", level: "", value: 0.4, low: 0.1, high: 0.7 },
  ...{ threshold: 0, holds_in: 5, seeds: 5, verdict: "reproduced", flips: false, note: "" },
};
const other = { ...reported, claim: 2, verdict: "no verdict", low: null, high: null, holds_in: 1 };
const capped = { ...reported, choice: "lower cap on epochs", level: "50" };
const unknown = {
  choice: "loss_reduction",
  level: "not varied",
  value: null,
  low: null,
  high: null,
  flips: null,
};
const ROWS = [
  reported,
  {
    ...capped,
    value: -0.2,
    low: -0.5,
    high: 0.1,
    verdict: "undecided",
    flips: true,
    note: "the estimate changes sides",
  },
  { ...reported, ...unknown, verdict: "no verdict" },
  other,
  { ...other, choice: "lower cap on epochs", level: "50" },
  { ...other, ...unknown },
];

function table(name: string, rows: readonly object[]): AnalysisTable {
  return { name, about: "", frame: pl.readRecords(rows as Record<string, unknown>[]), problem: "" };
}

Deno.test("robustnessSection() has a row per choice, a column per claim, and marks what flips", () => {
  const claims = table("claims", [{ claim: 1, text: "It <matters>" }, {
    claim: 2,
    text: "So do models",
  }]);
  const html = robustnessSection([claims, table("claim_robustness", ROWS)]);
  assert.match(html, /– where the estimate is not known or the choice does not touch the claim/);
  const [head, ...rows] = html.match(/<tr>.*?<\/tr>/gs)!;
  assert.match(head!, /1\. It &lt;matters&gt;<br>.*needs more than 0 points.*2\. So do models/s);
  const cells = rows.map((row) =>
    [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, text]) => text)
  );
  assert.deepEqual(cells, [
    ["as reported", "", "40 points ✓", "40 points "],
    ["lower cap on epochs", "50", "⇄ −20 points ?", "40 points "],
    ["loss reduction", "not varied", "–", "–"],
  ]);
  assert.deepEqual(rows.map((row) => row.includes('class="flips"')), [false, true, false]);
  assert.match(
    rows[1]!,
    /title="undecided: −20 points, −50 to 10; holds in 5 of 5 seeds; the estimate changes sides"/,
  );
  assert.match(html, /<li>Claim 1 \(reproduced\) changes with: lower cap on epochs \(50\)\./);
});

Deno.test("robustnessSection() says why where there is no table", () => {
  const none = { name: "claim_robustness", about: "", frame: null, problem: "no <run> finished" };
  assert.match(
    robustnessSection([table("claims", [{ claim: 1, text: "" }]), none]),
    /no &lt;run&gt; finished/,
  );
});

Deno.test("robustnessSection() gives an estimate a third digit where it is ranks or near its threshold", () => {
  const rank = { ...reported, claim: 3, value: 1.0499 };
  const near = { ...reported, claim: 2, value: 0.5042, threshold: 0.5 };
  const claims = table("claims", [{ claim: 2, text: "" }, { claim: 3, text: "" }]);
  const html = robustnessSection([claims, table("claim_robustness", [near, rank])]);
  assert.match(html, />50\.4 % ✓<.*>1\.05 ranks ✓</s);
});
