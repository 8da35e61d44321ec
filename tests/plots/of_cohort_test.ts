import assert from "node:assert/strict";
import type { TopLevelSpec } from "vega-lite";
import { ofCohort } from "../../lib/plots/of_cohort.ts";

Deno.test("ofCohort() names the cohort in the first words, in lines no longer than the others", () => {
  const title = { text: "Loss", subtitle: ["2 runs."] };
  const spec: TopLevelSpec = { title, data: { values: [{}] }, mark: "point" };
  const subtitle = (cohort: string) =>
    (ofCohort(spec, cohort).title as { subtitle: string[] }).subtitle;
  assert.deepEqual(subtitle("brca"), ["On brca:", "2 runs."]);
  const long = subtitle("a_very_long_file_name-".repeat(9));
  assert.ok(long.length >= 3 && long.every((line) => line.length < 90), long.join("\n"));
  const name = "a_very_long_file_name-".repeat(9);
  assert.deepEqual([long.at(-1), long.slice(0, -1).join("")], ["2 runs.", `On ${name}:`]);
  assert.deepEqual(title.subtitle, ["2 runs."]);
});
