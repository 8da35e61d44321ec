import { strict as assert } from "node:assert";
import { describeRun } from "../../lib/sweep/describe_run.ts";
import { Forecast } from "../../lib/sweep/plan/forecast.ts";
import { SweepProgress } from "../../lib/sweep/progress.ts";
import { expandGrid, POSTER_GRID, type RunConfiguration } from "../../lib/sweep/plan/grid.ts";
import { sweepAxes } from "../../lib/sweep/store/axes.ts";
import { recordOf, trainedRecord } from "./_records.ts";

Deno.test("describeRun() names a configuration, and its seed only where it is not 0", () => {
  const [run] = expandGrid({ ...POSTER_GRID, seeds: [0] }),
    [seeded] = expandGrid({ ...POSTER_GRID, seeds: [3] });
  const axes = sweepAxes({ axes: POSTER_GRID });
  assert.equal(describeRun({ configuration: run! }, axes), "vae latent 10 adam 0.1");
  assert.equal(describeRun({ configuration: seeded! }, axes), "vae latent 10 adam 0.1 seed 3");
});

Deno.test("describeRun() names the further axes that the model has, a word among their values too", () => {
  const grid = {
    models: ["vae", "iwae"],
    learningRates: [0.1],
    latentSizes: [10],
    optimizers: ["adam"],
    seeds: [3],
    further: { klWeight: [0.5], normalization: ["none"] },
  };
  const shown = expandGrid(grid).map((configuration) =>
    describeRun({ configuration }, sweepAxes({ axes: grid }))
  );
  assert.deepEqual(shown, [
    "vae latent 10 adam 0.1 KL weight 0.5 normalization none seed 3",
    "iwae latent 10 adam 0.1 normalization none seed 3",
  ]);
});

/** An account of 10 runs of one cost, of a sweep in which 5 others were done before. */
function account(population = 1): { account: SweepProgress; begin(run: number): void } {
  const [configuration] = expandGrid(POSTER_GRID);
  const jobs = Array.from({ length: 10 }, (_, run) => ({
    ...{ run: `${run}`, configuration: configuration!, dataset: "" },
  }));
  const size = { genes: 100, trainRows: 128 };
  const forecast = new Forecast(size);
  const account = new SweepProgress({ jobs, before: 5, forecast, population });
  return { account, begin: (run) => account.begin(jobs[run]!) };
}

Deno.test("SweepProgress tells the time left by the runs that were ever under way at once, and by those left", () => {
  const { account: of, begin } = account();
  for (const run of [0, 1, 2, 3]) begin(run);
  for (const run of [0, 1, 2, 3]) of.add(trainedRecord(`${run}`, { seconds: 60 }));
  assert.deepEqual([of.done, of.total], [9, 15]);
  assert.equal(of.summary, "0 diverged, about 90 s left"); // 6 runs of 60 s, 4 at once
  for (const run of [4, 5, 6, 7]) begin(run);
  for (const run of [4, 5, 6, 7]) of.add(trainedRecord(`${run}`, { seconds: 60 }));
  assert.equal(of.summary, "0 diverged, about 60 s left"); // two are left, so two at once
});

Deno.test("SweepProgress counts a run that is tried again once, and takes no time from one that failed", () => {
  const { account: of, begin } = account();
  for (const run of [0, 1, 0, 1, 0]) begin(run); // both were killed and begun anew
  of.add(trainedRecord("0", { seconds: 60 }));
  of.add(recordOf("1", { seconds: 9999 }));
  for (const run of [2, 3]) {
    begin(run);
    of.add(trainedRecord(`${run}`, { seconds: 60, status: run === 3 ? "diverged" : "stalled" }));
  }
  assert.deepEqual([of.done, of.total], [9, 15]);
  assert.equal(of.summary, "1 stalled, 1 diverged, 1 failed, about 3 min left"); // 6 of 60 s, 2 at once
});

Deno.test("SweepProgress tells the time left of runs that share their worker with others", () => {
  const { account: of, begin } = account(4);
  for (const run of [0, 1, 2, 3]) begin(run);
  for (const run of [0, 1, 2, 3]) of.add(trainedRecord(`${run}`, { seconds: 60, population: 4 }));
  assert.equal(of.summary, "0 diverged, about 90 s left"); // four took a minute together, six are left
  // Done before one at a time, on the same worker: 60 s each.
  const { account: mixed, begin: start } = account(4);
  for (const run of [0, 1, 2, 3]) start(run);
  for (const run of [0, 1, 2, 3]) mixed.add(trainedRecord(`${run}`, { seconds: 60 }));
  assert.equal(mixed.summary, "0 diverged, about 6 min left");
});

Deno.test("SweepProgress counts a run that waits to be tried again as not under way", () => {
  const { account: of, begin } = account();
  for (const run of [0, 1]) begin(run);
  of.retry({ run: "0" });
  begin(2);
  for (const run of [1, 2, 0, 3]) of.add(trainedRecord(`${run}`, { seconds: 60 }));
  assert.equal(of.summary, "0 diverged, about 3 min left"); // 6 of 60 s, two at once
});

Deno.test("SweepProgress looks at no more open runs than 2,000 for each that ends, however many there are", () => {
  const [configuration] = expandGrid(POSTER_GRID), seen: number[] = [];
  const forecast = new (class extends Forecast {
    override of(open: Iterable<RunConfiguration>) {
      const all = [...open];
      seen.push(all.length);
      return super.of(all);
    }
  })({ genes: 100, trainRows: 128 });
  const jobs = Array.from({ length: 10_000 }, (_, run) => ({
    ...{ run: `${run}`, configuration: configuration!, dataset: "" },
  }));
  const progress = new SweepProgress({ jobs, before: 0, forecast });
  jobs.slice(0, 104).forEach((job) => {
    progress.begin(job);
    progress.add(trainedRecord(job.run, { seconds: 60 }));
    void [progress.summary, progress.time]; // nothing changed between the two
  });
  // From the fourth on, every fifth: ten thousand are five times two thousand.
  assert.deepEqual(seen.slice(0, 3), [9996, 9991, 9986]);
  assert.equal(seen.length, 21);
});
