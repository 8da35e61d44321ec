/** What a report of many runs holds in memory; `deno task bench --only report` measures the whole. */
import { strict as assert } from "node:assert";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { plannedTables } from "../../lib/report/analysis_tables.ts";
import { plannedFigures } from "../../lib/report/report_figures.ts";
import { makeFolder } from "./_folder.ts";
import { inSmallHeap } from "../_in_small_heap.ts";

const lib = new URL("../../lib", import.meta.url).href;

Deno.test("plannedFigures() ask for no samples and dimensions once the tables are made", async () => {
  const folder = makeFolder(), input = openResultFolder(folder);
  let asked = 0;
  const counted = {
    ...input,
    get samples() {
      asked++;
      return input.samples;
    },
    get latent() {
      asked++;
      return input.latent;
    },
  };
  const tables = plannedTables(counted).map(({ make }) => make());
  assert.ok(asked > 0);
  asked = 0;
  const figures = plannedFigures(counted, tables).map(({ make }) => make());
  assert.ok(figures.some(({ name, spec }) => name === "cancer_types" && spec));
  assert.equal(asked, 0);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("openResultFolder() gives samples that somebody has, and reads them anew after that", async () => {
  const folder = makeFolder();
  const said = await inSmallHeap(`
    import { openResultFolder } from "${lib}/sweep/open_result_folder.ts";
    const folder = openResultFolder(${JSON.stringify(folder)});
    let samples = folder.samples;
    const same = folder.samples === samples, height = samples.height, known = new WeakRef(samples);
    samples = null;
    await new Promise((resolve) => setTimeout(resolve));
    gc();
    console.log(same, known.deref() === undefined, folder.samples.height === height);
  `);
  assert.equal(said, "true true true");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("returnMemory() gives back what frames held that nobody has any more", async () => {
  const said = await inSmallHeap(`
    import pl from "nodejs-polars";
    import { whileUsed } from "${lib}/sweep/_while_used.ts";
    import { returnMemory } from "${lib}/sweep/store/return_memory.ts";
    const megabytes = () => Deno.memoryUsage().rss / 1e6, before = megabytes();
    const large = whileUsed(() => {
      let frame = pl.DataFrame({ a: new Float64Array(1e6) });
      for (let i = 0; i < 5; i++) frame = pl.concat([frame, frame]);
      return frame.select(pl.col("a").add(1)); // 256 MB
    });
    await new Promise((resolve) => setTimeout(resolve));
    large();
    const full = megabytes() - before;
    await returnMemory();
    console.log(full > 200, megabytes() - before < 100);
  `);
  assert.equal(said, "true true");
});

Deno.test("fontFaces() of a page of 30 MB takes no more than the page", async () => {
  const said = await inSmallHeap(`
    import { fontFaces } from "${lib}/plots/font_faces.ts";
    const rules = await fontFaces("[0.123,null,\\n".repeat(2_500_000), [400]);
    console.log(rules.length > 5000);
  `);
  assert.equal(said, "true");
});
