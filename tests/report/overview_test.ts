import { strict as assert } from "node:assert";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { overview } from "../../lib/report/_sections.ts";
import { makeFolder, SMALL } from "./_folder.ts";

Deno.test("overview() has the deviation over seeds of each model's best, and no column for one seed", () => {
  const page = (seeds: number[], errors: number[]) => {
    const folder = makeFolder({
      axes: { ...SMALL, models: ["vae"], seeds },
      names: null,
      change: (rows) =>
        rows.map((row) => ({ ...row, status: "converged", test_mse: errors[row.seed]! })),
    });
    try {
      return overview(openResultFolder(folder), []);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  };
  // The deviation of 0.3 and 0.5 is √(2 · 0.1²) = 0.141.
  assert.match(
    page([0, 1], [0.3, 0.5]),
    />SD over seeds<.*?<td class="number">0\.400<\/td><td class="number">0\.141<\/td>/s,
  );
  assert.doesNotMatch(page([0], [0.3]), /SD over seeds/);
});
