/** The report of more runs than a page tells one by one. */
import { strict as assert } from "node:assert";
import { inventSweep } from "../../lib/bench/invent_sweep.ts";
import { type ReportProgress, writeReport } from "../../lib/report/write_report.ts";
import { POSTER_GRID } from "../../lib/sweep/plan/grid.ts";
import { contentOf } from "./_content.ts";
import { makeFolder, SMALL } from "./_folder.ts";
import { browserTest, visitPage } from "./_visit.ts";

const SEEDS = [0, 1, 2, 3, 4, 5, 6], RUNS = 360 * 2 * SEEDS.length;

browserTest(
  "writeReport() of 5,040 runs has a page that tells some of them, says so, and opens without a complaint",
  async () => {
    const folder = Deno.makeTempDirSync(), stages: ReportProgress[] = [];
    const axes = { ...POSTER_GRID, seeds: SEEDS, further: { reduction: ["sum", "mean"] } };
    assert.equal(await inventSweep(folder, axes, { epochs: 14, journals: false }), RUNS);
    const { page, defects } = await writeReport(folder, {
      onProgress: (progress) => void stages.push(progress),
    });
    assert.deepEqual(defects, []);
    // Tables are written before the first figure is begun.
    const order = [...new Set(stages.map(({ stage }) => stage))];
    assert.deepEqual(order, ["results", "tables", "figures", "page"]);
    assert.ok(Deno.statSync(page).size < 8e6);
    const { runs, told, figures, curves } = contentOf(Deno.readTextFileSync(page));
    assert.equal(runs.run.length, RUNS);
    const lines = new Set(figures.parallel!.rows!.map((row) => Reflect.get(row, "run")));
    assert.equal(lines.size, 2000);
    assert.ok([...lines].every((run) => String(run) in told));
    assert.equal(curves.length, 1000);
    const problems = await visitPage(page, async (page) => {
      const curved = await page.evaluate(() => {
        const view = Reflect.get(globalThis, "document").body.views.get("loss_curves");
        return [...new Set(view.data("runs").map(({ run }: { run: string }) => run))];
      });
      assert.deepEqual(curved.sort(), [...curves].sort());
      const said = await page.locator("#figures > p").first().innerText();
      assert.match(said, /2000 of 5040 runs have a line .* All runs are in results\.parquet/);
      await page.locator("#filters fieldset", { hasText: "Seed" }).locator("input").last()
        .uncheck();
      await page.waitForFunction(
        `document.getElementById("count").textContent === "4320 of ${RUNS} runs shown"`,
      );
      await page.locator("#figure-bubble path[aria-roledescription=point]").first().click({
        force: true,
      });
      const text = page.locator("#detail-text");
      await text.locator("p").first().waitFor();
      assert.match(
        await text.innerText(),
        /\d of this configuration’s 6 runs; all of them stand in/,
      );
    });
    assert.deepEqual(problems, []);
    await Deno.remove(folder, { recursive: true });
  },
);

Deno.test("writeReport() fits the poster's grid with 5 seeds into less than 8 MB", async () => {
  const { models: _m, optimizers: _o, learningRates: _l, latentSizes: _s, ...rest } = SMALL;
  const folder = makeFolder({ axes: { ...rest, seeds: [0, 1, 2, 3, 4] }, epochs: 40 });
  const { page } = await writeReport(folder), size = Deno.statSync(page).size / 1e6;
  assert.ok(size < 8, `${size} MB`);
  await Deno.remove(folder, { recursive: true });
});
