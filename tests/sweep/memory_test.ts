/** What a sweep of many runs holds in memory when it ends; `deno task bench --only runs` measures the whole. */
import { strict as assert } from "node:assert";
import { POSTER_GRID } from "../../lib/sweep/plan/grid.ts";
import { inventSweep } from "../../lib/bench/invent_sweep.ts";
import { temporaryFolder } from "../_temporary.ts";
import { inSmallHeap } from "../_in_small_heap.ts";

const lib = new URL("../../lib", import.meta.url).href;

Deno.test("writeRunTables() leaves no learning curves behind", async () => {
  const folder = temporaryFolder(), axes = { ...POSTER_GRID, models: ["vae"], seeds: [0] };
  await inventSweep(folder, axes, { epochs: 2000 });
  const said = await inSmallHeap(`
    import { requireManifest } from "${lib}/sweep/store/manifest.ts";
    import { writeRunTables } from "${lib}/sweep/write_run_tables.ts";
    import { readTable } from "${lib}/sweep/store/read_table.ts";
    const folder = ${JSON.stringify(folder)}, manifest = requireManifest(folder, "test");
    const megabytes = () => (gc(), Deno.memoryUsage().heapUsed / 1e6), before = megabytes();
    const { records } = await writeRunTables(folder, manifest);
    const left = megabytes() - before; // the curves are 6 arrays of up to 2,000 numbers of 90 runs: 6 MB
    console.log(records.length, readTable(folder + "/history.parquet").height > 90_000, left < 3, left);
  `);
  assert.match(said, /^90 true true/);
});

Deno.test("writeDetails() never holds the tables of samples and dimensions at once", async () => {
  const folder = temporaryFolder();
  const said = await inSmallHeap(
    `
    import pl from "nodejs-polars";
    import { DetailsWriter } from "${lib}/sweep/store/details.ts";
    import { writeDetails } from "${lib}/sweep/store/details_frames.ts";
    const folder = ${JSON.stringify(folder)}, count = 100_000;
    const samples = Array.from({ length: count }, (_, i) => "sample" + i), cancerTypes = samples.map(() => "BRCA");
    const test = { rows: count, values: new Float32Array(count), samples, cancerTypes };
    const errors = new Float64Array(count), records = [];
    {
      using details = new DetailsWriter(folder + "/runs");
      for (let i = 0; i < 25; i++) {
        const run = "a run with a long name " + i;
        details.append(run, { errors, kl: [1], activity: [1] }, { hash: "0f", genes: ["TP53"], test });
        records.push({ run, status: "converged", configuration: { settings: {}, modelOptions: {} } });
      }
    }
    const frames = [], { DataFrame, concat } = pl;
    let both = 0;
    const known = (make) => (...args) => {
      const frame = make(...args);
      if (!frame.columns.includes("dimension")) frames.push(new WeakRef(frame));
      else both += frames.filter((one) => one.deref()).length;
      return frame;
    };
    pl.DataFrame = known(DataFrame), pl.concat = known(concat);
    console.log((await writeDetails(folder, records)).length, frames.length > 2, both);
  `,
    500,
  );
  assert.equal(said, "2 true 0");
});
